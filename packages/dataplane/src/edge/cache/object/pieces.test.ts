import { SeededRandom } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { Pieces } from './pieces.ts';

const WHOLE = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
const piece = (start: number, end: number): { start: number; data: Buffer } => ({
  start,
  data: WHOLE.subarray(start, end + 1),
});

describe('pieces', () => {
  test('give a range that one of them has, and no other', () => {
    const pieces = new Pieces(100).with(piece(10, 19), 100).with(piece(30, 39), 100);
    expect(pieces.slice({ start: 12, end: 15 })).toEqual(WHOLE.subarray(12, 16));
    expect(pieces.slice({ start: 10, end: 19 })).toEqual(WHOLE.subarray(10, 20));
    for (const [start, end] of [
      [9, 10],
      [19, 20],
      [15, 35],
      [50, 50],
    ] as const)
      expect(pieces.slice({ start, end })).toBeUndefined();
    expect([pieces.length, pieces.whole]).toEqual([20, undefined]);
  });

  test('that come later count where they overlap', () => {
    const pieces = new Pieces(4)
      .with({ start: 0, data: Buffer.from('aaa') }, 100)
      .with({ start: 1, data: Buffer.from('bbb') }, 100);
    expect(pieces.whole?.toString()).toBe('abbb');
  });

  test('beyond the bytes go, the oldest first; one that is too long by joining stays alone', () => {
    const two = new Pieces(100).with(piece(0, 9), 25).with(piece(20, 29), 25);
    const three = two.with(piece(40, 49), 25);
    expect(three.slice({ start: 0, end: 9 })).toBeUndefined();
    expect(three.length).toBe(20);
    const grown = two.with(piece(30, 49), 25);
    expect([grown.length, grown.slice({ start: 30, end: 49 })?.length]).toEqual([20, 20]);
    expect(two.length).toBe(20);
  });

  test('are no more than 64', () => {
    let pieces = new Pieces(1_000);
    for (let start = 0; start < 200; start += 2)
      pieces = pieces.with({ start, data: Buffer.from('x') }, 1_000);
    expect(pieces.length).toBe(64);
    expect(pieces.slice({ start: 198, end: 198 })).toBeDefined();
    expect(pieces.slice({ start: 70, end: 70 })).toBeUndefined();
  });

  test('of any order and overlap give what is right, or nothing', () => {
    const seed = 20_260_401;
    const random = new SeededRandom(seed);
    const below = (bound: number): number => Math.floor(random.next() * bound);
    for (let round = 0; round < 300; round += 1) {
      let pieces = new Pieces(WHOLE.length);
      const here = new Set<number>();
      for (let added = 0; added < 8; added += 1) {
        const start = below(WHOLE.length);
        const end = Math.min(WHOLE.length - 1, start + below(30));
        pieces = pieces.with(piece(start, end), 1_000);
        for (let byte = start; byte <= end; byte += 1) here.add(byte);
      }
      const start = below(WHOLE.length);
      const end = Math.min(WHOLE.length - 1, start + below(30));
      const bytes = Array.from({ length: end + 1 - start }, (_, index) => start + index);
      const expected = bytes.every((byte) => here.has(byte)) ? Buffer.from(bytes) : undefined;
      expect(pieces.slice({ start, end }), `seed ${seed}, round ${round}`).toEqual(expected);
    }
  });
});
