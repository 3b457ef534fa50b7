import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { until } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { ByteBudget } from './object/byte-budget.ts';
import { SharedBody } from './shared-body.ts';

const MiB = 1024 * 1024;
const text = async (body: Readable): Promise<string> => (await buffer(body)).toString();

function shared(
  source: Readable,
  bytesMax: number,
  budget = new ByteBudget(100 * MiB),
): SharedBody {
  return new SharedBody(source, { bytesMax, budget });
}

describe('a shared body', () => {
  test('is read by several, from its first byte, while it comes in', async () => {
    const source = new PassThrough();
    const body = shared(source, 100);
    const early = body.read();
    const heard: string[] = [];
    early.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    source.write('one ');
    await until(() => heard.length === 1, { withinMs: 3_000, what: 'the first chunk' });
    const late = text(body.read());
    source.end('two');
    expect(await late).toBe('one two');
    expect(heard.join('')).toBe('one two');
    expect((await body.whole)?.toString()).toBe('one two');
    expect(await text(body.read())).toBe('one two');
  });

  test.each([
    [0, 3, 'abc'],
    [2, 7, 'cdefg'],
    [4, 6, 'ef'],
    [9, 10, 'j'],
    [0, Infinity, 'abcdefghij'],
  ])('gives the bytes from %d to before %d', async (start, end, expected) => {
    const body = shared(Readable.from(['abcd', 'efgh', 'ij'].map(Buffer.from)), 100);
    expect(await text(body.read(start, end))).toBe(expected);
    expect((await body.whole)?.toString()).toBe('abcdefghij');
  });

  test('is collected without readers, and to the end when one had all that it wanted', async () => {
    const source = new PassThrough();
    const body = shared(source, 100);
    source.write('abc');
    expect(await text(body.read(0, 2))).toBe('ab');
    await new Promise((resolve) => setImmediate(resolve));
    source.end('def');
    expect((await body.whole)?.toString()).toBe('abcdef');
  });

  test('that breaks off breaks its readers, and is not whole', async () => {
    const source = new PassThrough();
    const body = shared(source, 100);
    const read = text(body.read());
    source.write('abc');
    source.destroy(new Error('cut'));
    await expect(read).rejects.toThrow('cut');
    expect(await body.whole).toBeUndefined();
    expect(body.isReadable).toBe(false);
  });

  test('is given up when the last of its readers leaves', async () => {
    const source = new PassThrough();
    const body = shared(source, 100);
    const [first, second] = [body.read(), body.read()];
    first.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.destroyed).toBe(false);
    second.destroy();
    expect(await body.whole).toBeUndefined();
    expect(source.destroyed).toBe(true);
  });

  test('is not given up when another begins to read in the same turn', async () => {
    const source = new PassThrough();
    const body = shared(source, 100);
    body.read().destroy();
    const read = text(body.read());
    await new Promise((resolve) => setImmediate(resolve));
    source.end('abc');
    expect(await read).toBe('abc');
  });

  test('that is too long is read to its end, and waits for the slowest', async () => {
    let made = 0;
    const source = new Readable({
      read() {
        made += 1;
        this.push(made <= 64 ? Buffer.alloc(MiB / 4, made) : null);
      },
    });
    const body = shared(source, MiB);
    const fast = body.read();
    const slow = body.read();
    let heard = 0;
    fast.on('data', (chunk: Buffer) => (heard += chunk.length));
    expect(await body.whole).toBeUndefined();
    expect(body.isReadable).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    // The bound, the window, and what node's own streams hold ready.
    expect(made * (MiB / 4)).toBeLessThanOrEqual(3 * MiB);
    const all = await buffer(slow);
    expect(all.length).toBe(16 * MiB);
    expect(all.at(-1)).toBe(64);
    await until(() => heard === 16 * MiB, { withinMs: 3_000, what: 'the fast one at the end' });
  });

  test('that is too long for the cache, and that nobody reads, is given up', async () => {
    const source = new PassThrough();
    const body = shared(source, 10);
    source.write('0123456789a');
    expect(await body.whole).toBeUndefined();
    expect(source.destroyed).toBe(true);
  });

  test('is not collected beyond the budget, which it gives back', async () => {
    const budget = new ByteBudget(10);
    const first = new PassThrough();
    const body = shared(first, 100, budget);
    const read = body.read();
    first.write('12345678');
    const second = new PassThrough();
    const other = shared(second, 100, budget);
    const late = text(other.read());
    second.end('abc');
    expect(await other.whole).toBeUndefined();
    expect(await late).toBe('abc');
    first.end();
    expect((await body.whole)?.toString()).toBe('12345678');
    // Its reader has not had it yet.
    expect(budget.take(3)).toBe(false);
    expect(await text(read)).toBe('12345678');
    await until(() => budget.take(10), { withinMs: 3_000, what: 'the budget' });
  });

  test.each([
    ['breaks off', (source: PassThrough) => source.destroy(new Error('cut'))],
    ['is left', (_source: PassThrough, read: Readable) => read.destroy()],
  ])('that %s gives the budget back', async (_what, end) => {
    const budget = new ByteBudget(10);
    const source = new PassThrough();
    const body = shared(source, 100, budget);
    const read = body.read();
    read.on('error', () => undefined);
    source.write('12345678');
    await until(() => !budget.take(3), { withinMs: 3_000, what: 'the bytes' });
    end(source, read);
    expect(await body.whole).toBeUndefined();
    expect(budget.take(10)).toBe(true);
  });
});
