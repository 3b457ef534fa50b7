import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { mailSafe } from './encoded-words.ts';

/** As node:http gives the bytes of a header. */
const asHeader = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

function decoded(value: string): string {
  const found = [...value.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/g)];
  const bytes = found.map(([, kind, text = '']) =>
    kind === 'B'
      ? Buffer.from(text, 'base64')
      : Buffer.from(
          text
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
          'latin1',
        ),
  );
  return Buffer.concat(bytes).toString('utf8');
}

it('gives AWS’s own example', () => {
  expect(mailSafe(asHeader('ÄMÄZÕÑ S3'))).toBe('=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=');
  expect(mailSafe('AMAZONS3')).toBe('AMAZONS3');
});

it('quotes what is mostly ASCII', () => {
  expect(mailSafe('caf\u00e9 = a_b?')).toBe('=?UTF-8?Q?caf=C3=A9_=3D_a=5Fb=3F?=');
});

it('leaves what is ASCII as it came, an encoded word too', () => {
  for (const value of ['', 'a b\tc', '~!"#', '=?UTF-8?B?w6k=?='])
    expect(mailSafe(value)).toBe(value);
});

it('parts long values into words of 75 characters, of which the whole is got back', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 200 }), (text) => {
      const value = mailSafe(text);
      if (value === text) return;
      for (const word of value.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
      expect(value).toMatch(/^[\x20-\x7e]*$/);
      expect(decoded(value)).toBe(text);
    }),
    { numRuns: 300 },
  );
});
