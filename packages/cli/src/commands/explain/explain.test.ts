import { describe, expect, it } from 'vitest';
import { accessIn, objectIn } from './explain.ts';

const flags = { action: 's3:GetObject', as: 'administrator', from: '127.0.0.1', config: '' };

describe('what access is asked about', () => {
  it.each([
    ['s3://bucket', 'arn:aws:s3:::bucket'],
    ['s3://bucket/', 'arn:aws:s3:::bucket'],
    ['s3://bucket/a/b c', 'arn:aws:s3:::bucket/a/b c'],
    ['arn:aws:s3:::bucket/key', 'arn:aws:s3:::bucket/key'],
    ['*', '*'],
  ])('%s is %s', (word, resource) => {
    expect(accessIn(word, flags)).toEqual({
      ...{ resource, action: 's3:GetObject', as: 'administrator' },
      ...{ sourceIp: '127.0.0.1', secure: true },
    });
  });

  it.each(['bucket', 's3://', 's3:bucket', 'https://bucket.s3.amazonaws.com', ''])(
    "is nothing in '%s'",
    (word) => {
      expect(() => accessIn(word, flags)).toThrow('names no resource');
    },
  );

  it('comes from an address, over TLS or not', () => {
    const told = accessIn('*', { ...flags, from: '2001:db8::1', http: true });
    expect(told).toMatchObject({ sourceIp: '2001:db8::1', secure: false });
    expect(() => accessIn('*', { ...flags, from: '10.0.0.0/8' })).toThrow('is not an address');
  });
});

it('an object has a bucket and a key', () => {
  expect(objectIn('s3://bucket/a/b')).toEqual({ bucket: 'bucket', key: 'a/b' });
  expect(() => objectIn('s3://bucket')).toThrow('names no object');
});
