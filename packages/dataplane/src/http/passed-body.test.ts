import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { PassedBody } from './passed-body.ts';

/** A source of these pieces, and how often it was asked for one. */
function sourceOf(...pieces: string[]): { source: Readable; reads: () => number } {
  const left = pieces.map((piece) => Buffer.from(piece));
  let reads = 0;
  const source = new Readable({
    highWaterMark: 1,
    read() {
      reads += 1;
      this.push(left.shift() ?? null);
    },
  });
  return { source, reads: () => reads };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a body is passed whole, and not before it is wanted', async () => {
  const { source, reads } = sourceOf('a ', 'whole ', 'body');
  const passed = new PassedBody(source);
  await turn();
  expect(reads()).toBe(0);
  expect(Buffer.concat(await passed.toArray()).toString()).toBe('a whole body');
});

test('a body that is not wanted any more is read to its end, and its source lives', async () => {
  const { source } = sourceOf('a ', 'whole ', 'body');
  const ended = new Promise((resolve) => source.once('end', resolve));
  const passed = new PassedBody(source);
  const heard: string[] = [];
  passed.on('data', (piece: Buffer) => {
    heard.push(piece.toString());
    passed.destroy();
  });
  await ended;
  expect(heard).toEqual(['a ']);
  expect(source.errored).toBe(null);
});

test.each([
  ['while it is read', true],
  ['before it is read', false],
])('a body breaks off with its source, %s', async (_, isRead) => {
  const source = new Readable({ read: () => undefined });
  const passed = new PassedBody(source);
  // That of an attempt which failed: nobody listens to it any more.
  const forgotten = new PassedBody(source);
  if (isRead) passed.resume();
  await turn();
  source.destroy(new Error('the viewer broke off'));
  await turn();
  expect(passed.errored?.message).toBe('the viewer broke off');
  expect(forgotten.destroyed).toBe(true);
});

test('a body that was gone before it is read is no whole one', async () => {
  const source = new Readable({ read: () => undefined });
  source.destroy();
  await turn();
  await expect(new PassedBody(source).toArray()).rejects.toThrow('broke off');
});
