import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Malformed } from '../malformed.ts';
import { readXml } from './read-xml.ts';
import { attribute, element, textElement } from './write-xml.ts';

test('reads elements, attributes, text, CDATA, references and comments', () => {
  const root = readXml(
    '\uFEFF<?xml version="1.0"?>\n<!-- c --><a x="1 &lt; 2" y=\'z\'>\r\n' +
      '<b>t &amp; &#x1D11E;&#33;<![CDATA[<raw>]]><!-- c --></b><c/></a>\n',
  );
  expect(root.name).toBe('a');
  expect([...root.attributes]).toEqual([
    ['x', '1 < 2'],
    ['y', 'z'],
  ]);
  expect(root.children.map(({ name, text }) => [name, text])).toEqual([
    ['b', 't & 𝄞!<raw>'],
    ['c', ''],
  ]);
});

describe('refuses', () => {
  test.each([
    ['nothing', ''],
    ['text alone', 'a'],
    ['an open element', '<a>'],
    ['crossed elements', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>b & c</a>'],
    ['an attribute without a value', '<a b></a>'],
    ['a depth that no document has', '<a>'.repeat(100) + '</a>'.repeat(100)],
  ])('%s', (_, source) => {
    expect(() => readXml(source)).toThrow(Malformed);
  });
});

test('gives back what was written', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      // XML 1.0 cannot carry control characters; they are replaced.
      const carried = text.replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
      const root = readXml(element('a', textElement('b', text), attribute('c', text)));
      expect(root.attributes.get('c')).toBe(carried);
      expect(root.children[0]?.text).toBe(carried);
    }),
  );
});
