import { expect, test } from 'vitest';
import { multipartRanges } from './multipart.ts';

test('parts of an object are one body, each with its range', () => {
  const parts = [
    { start: 0, end: 1, data: Buffer.from('ab') },
    { start: 4, end: 4, data: Buffer.from('e') },
  ];
  const { contentType, body } = multipartRanges(parts, { length: 10, contentType: 'text/plain' });
  const [, boundary = ''] = /^multipart\/byteranges; boundary=(CloudFront:[0-9A-F]{32})$/.exec(
    contentType,
  ) ?? [''];
  expect(body.toString().split('\r\n')).toEqual([
    '',
    `--${boundary}`,
    'Content-Type: text/plain',
    'Content-Range: bytes 0-1/10',
    '',
    'ab',
    `--${boundary}`,
    'Content-Type: text/plain',
    'Content-Range: bytes 4-4/10',
    '',
    'e',
    `--${boundary}--`,
    '',
  ]);
  const untyped = multipartRanges(parts, { length: 10, contentType: undefined });
  expect(untyped.body.toString()).not.toContain('Content-Type');
});
