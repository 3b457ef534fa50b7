import { describe, expect, test } from 'vitest';
import { behavior, cachePolicy } from '../../edge.fixture.ts';
import { codingFor, compressedHeaders } from './compressible.ts';
import type { StoredHeaders } from '../object/stored-headers.ts';

const STYLE = { 'content-type': 'text/css', 'content-length': '5000' };

function coding(
  headers: StoredHeaders,
  { status = 200, accepted = 'gzip, br', policy = cachePolicy(), compress = true } = {},
): string | undefined {
  return codingFor({ status, headers }, behavior({ cachePolicy: policy, compress }), accepted);
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html */
describe('an answer is compressed', () => {
  test.each([
    ...['application/dash+xml', 'application/eot', 'application/font', 'application/font-sfnt'],
    ...['application/javascript', 'application/json', 'application/opentype', 'application/otf'],
    ...['application/pdf', 'application/pkcs7-mime', 'application/protobuf', 'application/rss+xml'],
    ...['application/truetype', 'application/ttf', 'application/vnd.apple.mpegurl'],
    ...['application/vnd.mapbox-vector-tile', 'application/vnd.ms-fontobject', 'application/wasm'],
    ...['application/xhtml+xml', 'application/xml', 'application/x-font-opentype'],
    ...['application/x-font-truetype', 'application/x-font-ttf', 'application/x-httpd-cgi'],
    ...['application/x-javascript', 'application/x-mpegurl', 'application/x-opentype'],
    ...[
      'application/x-otf',
      'application/x-perl',
      'application/x-ttf',
      'font/eot',
      'font/opentype',
    ],
    ...['font/otf', 'font/ttf', 'image/svg+xml', 'text/css', 'text/csv', 'text/html'],
    ...['text/javascript', 'text/js', 'text/plain', 'text/richtext', 'text/tab-separated-values'],
    ...['text/xml', 'text/x-component', 'text/x-java-source', 'text/x-script'],
    ...['vnd.apple.mpegurl', 'Text/HTML; charset=utf-8'],
  ])('of type %s', (type) => {
    expect(coding({ ...STYLE, 'content-type': type })).toBe('br');
  });

  test.each([
    ...['text/event-stream', 'text/markdown', 'application/ld+json', 'application/manifest+json'],
    ...[
      'image/bmp',
      'image/x-icon',
      'image/png',
      'video/mp4',
      'font/woff2',
      'application/xmlx',
      '',
    ],
  ])('not of type "%s"', (type) => {
    expect(coding({ ...STYLE, 'content-type': type })).toBeUndefined();
  });

  test.each([
    ['999', undefined],
    ['1000', 'br'],
    ['10000000', 'br'],
    ['10000001', undefined],
    ['many', undefined],
  ])('with a Content-Length of %s: %s', (length, expected) => {
    expect(coding({ ...STYLE, 'content-length': length })).toBe(expected);
  });

  test.each([
    [200, 'br'],
    [203, undefined],
    [206, undefined],
    [301, undefined],
    [403, 'br'],
    [404, 'br'],
    [500, undefined],
  ])('with status %d: %s', (status, expected) => {
    expect(coding(STYLE, { status })).toBe(expected);
  });

  test.each([
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['deflate', undefined],
    ['', undefined],
  ])('for viewers that take "%s": %s', (accepted, expected) => {
    expect(coding(STYLE, { accepted })).toBe(expected);
  });

  test('not without a Content-Length, not twice, and not unless it is asked for', () => {
    expect(coding({ 'content-type': 'text/css' })).toBeUndefined();
    expect(coding({ ...STYLE, 'content-encoding': 'identity' })).toBeUndefined();
    expect(coding(STYLE, { compress: false })).toBeUndefined();
    const policy = cachePolicy({ enableGzip: true, enableBrotli: false });
    expect(coding(STYLE, { policy })).toBe('gzip');
  });

  // AWS's conditions for compression do not name Cache-Control.
  test.each(['no-store', 'no-cache', 'private', 'max-age=60'])('with Cache-Control: %s', (told) => {
    expect(coding({ ...STYLE, 'cache-control': told })).toBe('br');
  });
});

describe('the compressed copy', () => {
  test.each([
    ['"v1"', 'W/"v1"'],
    ['W/"v1"', 'W/"v1"'],
    ['v1', undefined],
  ])('of ETag %s has %s', (etag, expected) => {
    expect(compressedHeaders({ ...STYLE, etag }, 'br')['etag']).toBe(expected);
  });

  test('says how it is coded, and nothing of the length and the ranges of the other', () => {
    expect(compressedHeaders({ ...STYLE, 'accept-ranges': 'bytes', vary: 'Origin' }, 'br')).toEqual(
      {
        'content-type': 'text/css',
        'content-encoding': 'br',
        vary: 'Origin, Accept-Encoding',
      },
    );
  });
});
