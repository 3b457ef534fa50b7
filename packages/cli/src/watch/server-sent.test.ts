import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerSentReader } from './server-sent.ts';

test('messages are whole, however their text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.json(), { maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      (all, size) => {
        const text = all.map((data, index) => `id: ${index}\ndata: ${data}\n\n`).join('');
        const reader = new ServerSentReader();
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        expect(pieces.flatMap((piece) => reader.read(piece))).toEqual(all);
      },
    ),
  );
});

test('what has no data is no message', () => {
  expect(new ServerSentReader().read(': comment\n\nid: 1\n\ndata:x\ndata: y\n\ndata: z')).toEqual([
    'x\ny',
  ]);
});
