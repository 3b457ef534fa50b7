import { describe, expect, it } from 'vitest';
import { loopbackAddress } from './post.ts';

const led = (...addresses: string[]) => Promise.resolve(addresses);

describe('where a message is sent', () => {
  it('is an address of this machine that the host has', async () => {
    expect(await loopbackAddress('127.4.5.6', () => led('192.0.2.1'))).toBe('127.4.5.6');
    expect(await loopbackAddress('localhost', () => led('192.0.2.1'))).toBe('127.0.0.1');
    expect(await loopbackAddress('www.example.com', () => led('127.9.0.1'))).toBe('127.9.0.1');
  });

  it.each(['192.0.2.1', '0.0.0.0', '10.0.0.1', '169.254.169.254'])(
    'is nowhere for what is at %s',
    async (address) => {
      await expect(loopbackAddress(address, () => led('127.0.0.1'))).rejects.toThrow(
        'nothing is sent beyond this machine',
      );
      await expect(loopbackAddress('www.example.com', () => led(address))).rejects.toThrow(
        'nothing is sent beyond this machine',
      );
    },
  );
});
