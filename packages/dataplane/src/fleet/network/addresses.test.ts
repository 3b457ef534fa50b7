import { expect, it } from 'vitest';
import { freeLoopbackAddress, freePrivateIp } from './addresses.ts';

it('never gives a private address that AWS keeps for itself, and gives all others', () => {
  const used = new Set<string>();
  for (;;) {
    const address = freePrivateIp('10.0.1.16/28', used);
    if (address === undefined) break;
    used.add(address);
  }
  expect([...used]).toEqual(Array.from({ length: 11 }, (_, index) => `10.0.1.${20 + index}`));
  used.delete('10.0.1.25');
  expect(freePrivateIp('10.0.1.16/28', used)).toBe('10.0.1.25');
});

it('comes back to a loopback address as late as possible', () => {
  const block = '127.105.9.0/29';
  const given: string[] = [];
  for (let index = 0; index < 7; index++) {
    const address = freeLoopbackAddress(block, new Set(), given.at(-1));
    if (address !== undefined) given.push(address);
  }
  expect(given.map((address) => address.split('.')[3])).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '1',
  ]);
  expect(freeLoopbackAddress(block, new Set(given), given.at(-1))).toBeUndefined();
});
