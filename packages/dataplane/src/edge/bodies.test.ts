import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { collect } from './bodies.ts';

test('a body that is longer than what is collected comes whole all the same', async () => {
  const body = await collect(Readable.from([Buffer.from('abc'), Buffer.from('def')]), 4);
  expect(body).toBeInstanceOf(Readable);
  expect(String(await buffer(body as Readable))).toBe('abcdef');
});

test('who leaves a body that is too long to be collected gives up its connection', async () => {
  const origin = new PassThrough();
  origin.write('abcdef');
  const body = await collect(origin, 4);
  const closed = once(origin, 'close');
  (body as Readable).destroy();
  await closed;
  expect(origin.destroyed).toBe(true);
});
