import { expect, test } from 'vitest';
import { bucketAddress, isS3Host, regionOfHost } from './bucket.ts';

test.each([
  ['127.0.0.1:4566', '/photos/a/b', 'photos', '/a/b'],
  ['localhost:4566', '/photos', 'photos', '/'],
  ['localhost', '/photos/', 'photos', '/'],
  ['localhost', '/', undefined, '/'],
  ['photos.s3.eu-west-1.amazonaws.com', '/a//b/', 'photos', '/a//b/'],
  ['my.photos.s3.eu-west-1.amazonaws.com:8080', '/', 'my.photos', '/'],
  ['photos.s3.amazonaws.com', '/a', 'photos', '/a'],
  ['photos.s3.dualstack.eu-west-1.amazonaws.com', '/a', 'photos', '/a'],
  ['photos.localhost:4700', '/a', 'photos', '/a'],
  ['my.photos.s3.localhost:4700', '/a', 'my.photos', '/a'],
  ['s3.localhost:4700', '/photos/a', 'photos', '/a'],
  ['s3.eu-west-1.amazonaws.com', '/photos/a', 'photos', '/a'],
  ['s3.amazonaws.com', '/photos/a', 'photos', '/a'],
])('finds the bucket of http://%s%s', (host, path, bucket, rawPath) => {
  expect(bucketAddress(host, path)).toEqual({ bucket, rawPath });
});

test('reads the region of a host, where it names one', () => {
  expect(regionOfHost('photos.s3.eu-west-1.amazonaws.com')).toBe('eu-west-1');
  expect(regionOfHost('s3.amazonaws.com')).toBeUndefined();
  expect(regionOfHost('127.0.0.1')).toBeUndefined();
  expect(isS3Host('s3.eu-west-1.amazonaws.com:80')).toBe(true);
  expect(isS3Host('sts.amazonaws.com')).toBe(false);
});
