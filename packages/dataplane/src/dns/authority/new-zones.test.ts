import { expect, test } from 'vitest';
import { SIMPLE } from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testing';
import { NewZones } from './new-zones.ts';

test('a zone is new for as long as an absence in it may be remembered', async () => {
  const clock = new VirtualClock();
  const zones = new NewZones(clock);
  const zone = (id: string, ...names: string[]) => ({
    id,
    name: 'example.com.',
    nameServers: [],
    records: names.map((name) => ({ name, type: 'A' as const, values: [], routing: SIMPLE })),
  });
  expect(zones.grew([zone('old', 'a')])).toBe(false);
  expect(zones.grew([zone('old', 'a', 'b')])).toBe(false);
  expect(zones.grew([zone('old', 'a'), zone('new', 'a')])).toBe(true);
  expect(zones.grew([zone('old', 'a'), zone('new', 'a', 'b')])).toBe(true);
  expect(zones.grew([zone('old', 'a', 'b'), zone('new', 'a')])).toBe(false);
  await clock.advance(900_000);
  expect(zones.grew([zone('old', 'a'), zone('new', 'a', 'b')])).toBe(false);
});
