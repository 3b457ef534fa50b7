import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonPrefix } from './common-prefix.ts';

test('all begin with it, and with nothing longer', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(key, { minLength: 1 }), (keys) => {
      const prefix = commonPrefix(keys);
      expect(keys.every((one) => one.startsWith(prefix))).toBe(true);
      const longer = (keys[0] ?? '').slice(0, prefix.length + 1);
      if (longer !== prefix) expect(keys.every((one) => one.startsWith(longer))).toBe(false);
    }),
  );
  expect(commonPrefix([])).toBe('');
});
