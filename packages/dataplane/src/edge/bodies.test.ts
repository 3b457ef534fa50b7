import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { collect, sendBody } from './bodies.ts';

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

test('a body that is sent ends what it is sent to, and only then', async () => {
  const to = new PassThrough();
  const body = new PassThrough();
  sendBody(body, to);
  body.write('abc');
  expect(String((await once(to, 'data'))[0])).toBe('abc');
  expect(to.writableEnded).toBe(false);
  const ended = once(to, 'end');
  body.end();
  await ended;
});

test.each(['breaks off', 'is destroyed', 'was gone before'])(
  'a body that %s breaks off what it is sent to',
  async (how) => {
    const to = new PassThrough();
    const closed = once(to, 'close');
    const body = new PassThrough();
    if (how === 'was gone before') await once(body.destroy(), 'close');
    sendBody(body, to);
    if (how === 'breaks off') body.destroy(new Error('it broke off'));
    else body.destroy();
    await closed;
    expect(to.readableEnded).toBe(false);
  },
);

test('a body is given up when whom it is sent to leaves', async () => {
  const to = new PassThrough();
  const body = new PassThrough();
  sendBody(body, to);
  const closed = once(body, 'close');
  to.destroy();
  await closed;
});
