import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesWildcard } from './wildcard.ts';

/** The same by a regular expression, which may be slow. */
function reference(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

test('matches as a regular expression made from the pattern would', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n', '?', '*'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (pattern, value) => {
      expect(matchesWildcard(pattern, value)).toBe(reference(pattern).test(value));
    }),
    { numRuns: 2_000 },
  );
});

test('no number of stars makes it slow', () => {
  expect(matchesWildcard(`${'*a'.repeat(2_000)}b`, 'a'.repeat(16_000))).toBe(false);
});

test.each([
  [String.raw`\*amazon\?\\`, String.raw`*amazon?\ `.trim(), true],
  [String.raw`\*`, 'anything', false],
  [String.raw`\a*`, 'abc', true],
  ['trailing\\', 'trailing\\', true],
  [String.raw`a\?c`, 'abc', false],
])('with an escape, %s fits %s: %s', (pattern, text, fits) => {
  expect(matchesWildcard(pattern, text, { escape: '\\' })).toBe(fits);
});

test('every text fits itself escaped', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const escaped = text.replace(/[*?\\]/g, String.raw`\$&`);
      expect(matchesWildcard(escaped, text, { escape: '\\' })).toBe(true);
    }),
  );
});
