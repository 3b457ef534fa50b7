import { expect, test } from 'vitest';
import { documentText } from './document-text.ts';

test('a document is the same as text and as an object', () => {
  const document = { Version: '2012-10-17', Statement: [] };
  expect(documentText(document)).toBe('{"Version":"2012-10-17","Statement":[]}');
  expect(documentText(JSON.stringify(document))).toBe(documentText(document));
});
