import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPrefix, listPage, urlEncodeKey, type Keyed, type ListingRequest } from './listing.ts';
import { startOf } from './list-objects.ts';

const keys = fc.uniqueArray(
  fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'é', '\u{1f600}', '\uffff'),
    minLength: 1,
    maxLength: 6,
  }),
  { maxLength: 25 },
);
const prefixes = fc.constantFrom('', 'a', 'a/', 'é', '/', 'ab');
const delimiters = fc.constantFrom('', '/', 'b', '//', 'é');

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** What a listing is, without any seeking or paging. */
function naive(all: readonly string[], prefix: string, delimiter: string): string[] {
  const entries = new Set<string>();
  for (const key of all.filter((candidate) => candidate.startsWith(prefix))) {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    entries.add(at < 0 ? `key ${key}` : `prefix ${key.slice(0, at + delimiter.length)}`);
  }
  return [...entries].sort((a, b) => byBytes(a.replace(/^\w+ /, ''), b.replace(/^\w+ /, '')));
}

function scanOf(all: readonly string[]): (from: Uint8Array) => Keyed[] {
  const sorted = [...all].sort(byBytes);
  return (from) =>
    sorted.filter((key) => Buffer.compare(Buffer.from(key), from) >= 0).map((key) => ({ key }));
}

describe('a listing', () => {
  it('read page by page is the whole, whatever the keys, prefix, delimiter and page size', () => {
    const sizes = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(keys, prefixes, delimiters, sizes, (all, prefix, delimiter, itemsMax) => {
        const seen: string[] = [];
        let resume: Pick<ListingRequest, 'from' | 'afterPrefix'> = startOf('', {
          prefix,
          delimiter,
        });
        for (let pages = 0; pages < 60; pages++) {
          const page = listPage(scanOf(all), { prefix, delimiter, itemsMax, ...resume });
          const entries = [
            ...page.items.map(({ key }) => ({ name: key, text: `key ${key}` })),
            ...page.commonPrefixes.map((name) => ({ name, text: `prefix ${name}` })),
          ].sort((a, b) => byBytes(a.name, b.name));
          expect(entries.length).toBeLessThanOrEqual(itemsMax);
          seen.push(...entries.map(({ text }) => text));
          if (!page.truncated) break;
          const marker = page.last?.kind === 'prefix' ? page.last.prefix : page.last?.item.key;
          resume = startOf(marker, { prefix, delimiter });
        }
        expect(seen).toEqual(naive(all, prefix, delimiter));
      }),
      { numRuns: 400 },
    );
  });

  it('of no items is empty and not truncated', () => {
    const page = listPage(scanOf(['a']), {
      ...{ prefix: '', delimiter: '', itemsMax: 0 },
      ...startOf('', { prefix: '', delimiter: '' }),
    });
    expect(page).toMatchObject({ items: [], truncated: false });
  });
});

describe('the end of a prefix', () => {
  it('lies behind all that begin with it and before all that follow', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string(), (prefix, rest) => {
        const end = afterPrefix(prefix);
        if (end === undefined) throw new Error('UTF-8 has no byte ff');
        expect(Buffer.compare(Buffer.from(prefix + rest), end)).toBeLessThan(0);
        expect(Buffer.compare(Buffer.from(prefix), end)).toBeLessThan(0);
      }),
    );
  });
});

describe('encoding-type=url', () => {
  it('encodes as S3 does', () => {
    expect(urlEncodeKey('a b/(c)~+é')).toBe('a+b/%28c%29%7E%2B%C3%A9');
  });
});
