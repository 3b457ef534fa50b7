import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalLabel,
  canonicalName,
  canonicalWireName,
  isWithin,
  nameToWire,
  parentOf,
  selfAndAncestors,
} from './names.ts';

const anyName = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 63 }), { maxLength: 4 })
  .filter((labels) => labels.reduce((sum, label) => sum + label.length + 1, 1) <= 255)
  .map((labels) => labels.map(canonicalLabel).join('.'));

test('any name survives its wire form and its text form', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(canonicalWireName(nameToWire(name))).toBe(name);
      expect(canonicalName(`${name}.`)).toBe(name);
    }),
  );
});

test('case does not distinguish names', () => {
  expect(canonicalName('WWW.Example.COM.')).toBe('www.example.com');
});

test("Route 53's octal escapes stand for the byte", () => {
  expect(canonicalName('\\052.example.com')).toBe('*.example.com');
  expect(canonicalName('a\\056b.example.com')).toBe('a\\056b.example.com');
  expect(nameToWire('a\\056b.example.com')[0]).toBe(3);
});

test.each(['a..b', '.a', `${'x'.repeat(64)}.com`, `${'abcdefg.'.repeat(33)}com`])(
  'rejects %s, quoting it',
  (text) => {
    expect(() => canonicalName(text)).toThrow(`'${text}'`);
  },
);

test('a name is within itself and its ancestors only', () => {
  expect(isWithin('a.example.com', 'example.com')).toBe(true);
  expect(isWithin('example.com', 'example.com')).toBe(true);
  expect(isWithin('badexample.com', 'example.com')).toBe(false);
  expect(isWithin('anything', '')).toBe(true);
  expect([...selfAndAncestors('a.b.c', 'b.c')]).toEqual(['a.b.c', 'b.c']);
  expect([...selfAndAncestors('a.b')]).toEqual(['a.b', 'b', '']);
  expect(parentOf('')).toBeUndefined();
});
