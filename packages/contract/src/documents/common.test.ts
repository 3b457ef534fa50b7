import { describe, expect, test } from 'vitest';
import { localPort } from '../ports.ts';
import { clockConfigSchema, portPlanSchema } from './common.ts';

describe('the port on this machine', () => {
  test.each([53, 80, 443, 1023])('is %i itself where the system lets us have it', (port) => {
    expect(localPort(port, { privilegedPortOffset: 0 })).toBe(port);
  });

  test.each([
    [53, 8053],
    [80, 8080],
    [443, 8443],
    [1023, 9023],
  ])('of %i is %i where it does not', (port, local) => {
    expect(localPort(port, { privilegedPortOffset: 8000 })).toBe(local);
  });

  test.each([1024, 3000, 8080])('of %i, which anybody may have, is never moved', (port) => {
    expect(localPort(port, { privilegedPortOffset: 8000 })).toBe(port);
  });

  test('has no other offset', () => {
    expect(portPlanSchema.safeParse({ privilegedPortOffset: 1000 }).success).toBe(false);
  });
});

test('rejects a clock that stands still', () => {
  expect(clockConfigSchema.safeParse({ epochMs: 0, speed: 0 }).success).toBe(false);
});
