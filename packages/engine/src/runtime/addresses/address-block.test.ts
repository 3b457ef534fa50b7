import { createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { claimAddressBlock, type AddressBlock } from './address-block.ts';

/** A block that no engine takes by itself. */
const PREFERRED = 109;

const claim = (preferredBase: number | undefined, regions = 2): Promise<AddressBlock> =>
  claimAddressBlock({ preferredBase, regions });

describe('a block of addresses', () => {
  test('is the preferred one while it is free, and another one while it is taken', async () => {
    using first = await claim(PREFERRED);
    expect(first.base).toBe(PREFERRED);
    using second = await claim(PREFERRED);
    expect(second.base).not.toBe(PREFERRED);
    expect(second.base % 3).toBe(10 % 3);
  });

  test('is never claimed twice by engines that start at once', async () => {
    const claims = await Promise.all([claim(PREFERRED), claim(PREFERRED), claim(PREFERRED)]);
    for (const claim of claims) claim[Symbol.dispose]();
    expect(new Set(claims.map(({ base }) => base)).size).toBe(3);
    // Nor does one engine's look at the ports make another give up its low ones.
    expect(new Set(claims.map(({ ports }) => ports.privilegedPortOffset)).size).toBe(1);
  });

  test('shares no network with another one, whatever the number of regions of each', async () => {
    using first = await claim(PREFERRED, 2);
    using second = await claim(PREFERRED + 2, 4);
    using third = await claim(PREFERRED + 3, 1);
    expect(second.base).not.toBe(PREFERRED + 2);
    const networks = [
      ...[0, 1, 2].map((network) => first.base + network),
      ...[0, 1, 2, 3, 4].map((network) => second.base + network),
      ...[0, 1].map((network) => third.base + network),
    ];
    expect(new Set(networks).size).toBe(10);
  });

  test('leaves room for more engines than the machine can bear', async () => {
    const blocks = await Promise.all(Array.from({ length: 50 }, () => claim(undefined)));
    expect(new Set(blocks.map(({ base }) => base)).size).toBe(50);
    for (const block of blocks) block[Symbol.dispose]();
  });

  test('is not where an engine was that may come back, while there is other room', async () => {
    const avoidedNetworks = Array.from({ length: 60 }, (_unused, index) => 10 + index);
    using block = await claimAddressBlock({
      preferredBase: undefined,
      regions: 2,
      avoidedNetworks,
    });
    expect(block.base).toBeGreaterThanOrEqual(70);
    const all = Array.from({ length: 256 }, (_unused, index) => index);
    using other = await claimAddressBlock({
      preferredBase: undefined,
      regions: 2,
      avoidedNetworks: all,
    });
    expect(other.base).not.toBe(block.base);
  });

  test('rejects an engine when no network is left, and says where to look', async () => {
    const blocks: AddressBlock[] = [];
    await expect(
      (async () => {
        for (;;) blocks.push(await claim(undefined, 7));
      })(),
    ).rejects.toMatchObject({
      code: 'AddressBlocksTaken',
      hint: expect.stringContaining('understudy list') as string,
    });
    for (const block of blocks) block[Symbol.dispose]();
    expect(blocks.length).toBeGreaterThan(20);
  });

  test('cannot be had where the system has 127.0.0.1 alone', async () => {
    const refused = Object.assign(new Error('cannot assign'), { code: 'EADDRNOTAVAIL' });
    const options = {
      preferredBase: undefined,
      regions: 2,
      listen: () => Promise.resolve(refused),
    };
    await expect(claimAddressBlock(options)).rejects.toMatchObject({
      code: 'LoopbackAddressMissing',
      message: 'this system does not have the loopback address 127.10.0.1',
    });
  });

  test('can be claimed again when it was released', async () => {
    for (let round = 0; round < 3; round += 1) {
      using block = await claim(PREFERRED);
      expect(block.base).toBe(PREFERRED);
    }
  });

  test('is left to what still lives of an engine that was killed', async () => {
    using _store = await listen(`127.${PREFERRED + 1}.0.10`, 80);
    using block = await claim(PREFERRED);
    expect(block.base).not.toBe(PREFERRED);
  });

  test('is taken for every engine, whatever ports each may have', async () => {
    using first = await claim(PREFERRED);
    // A web server on the block's port 80 leaves a second engine the high ports only.
    using _server = await listen(`127.${PREFERRED}.0.254`, 80);
    using second = await claim(PREFERRED);
    expect(second.base).not.toBe(first.base);
  });

  test('has high ports when a low one is taken', async () => {
    await using _server = await listen(`127.${PREFERRED}.0.254`, 80);
    using block = await claim(PREFERRED);
    expect(block.base).toBe(PREFERRED);
    expect(block.ports).toEqual({
      privilegedPortOffset: 8000,
    });
  });
});

/** Where low ports are not for us, they are taken by definition. */
async function listen(address: string, port: number): Promise<Disposable & AsyncDisposable> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen({ host: address, port }, () => resolve());
  });
  const close = (): void => void server.close();
  return {
    [Symbol.dispose]: close,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
