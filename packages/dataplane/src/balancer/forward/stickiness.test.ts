import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SessionCookies } from './stickiness.ts';

describe('session cookies', () => {
  const session = { targetGroupArn: 'tg', instanceId: 'i-1', port: 80, expiresMs: 100 };

  test('are read by the load balancer that made them, until they expire', () => {
    const cookies = new SessionCookies();
    const value = cookies.seal(session);
    expect(cookies.open(value, 99)).toEqual(session);
    expect(cookies.open(value, 100)).toBeUndefined();
    expect(new SessionCookies().open(value, 99)).toBeUndefined();
  });

  test('that were changed in any place are none', () => {
    const cookies = new SessionCookies();
    const value = Buffer.from(cookies.seal(session), 'base64url');
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(value);
        changed[at] = (changed[at] ?? 0) ^ flip;
        return cookies.open(changed.toString('base64url'), 0) === undefined;
      }),
    );
  });

  test('of any other text are none', () => {
    const cookies = new SessionCookies();
    fc.assert(fc.property(fc.string(), (text) => cookies.open(text, 0) === undefined));
  });
});
