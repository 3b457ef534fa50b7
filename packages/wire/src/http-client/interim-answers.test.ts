import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InterimAnswers } from './interim-answers.ts';

/** What is passed of a text that comes in pieces of these lengths. */
function passed(text: string, lengths: readonly number[]): { text: string; continues: number } {
  const answers = new InterimAnswers();
  answers.expect();
  const bytes = Buffer.from(text, 'latin1');
  let heard = '';
  let at = 0;
  for (const length of [...lengths, bytes.length]) {
    const piece = Buffer.from(bytes.subarray(at, at + length));
    at += piece.length;
    if (piece.length > 0) heard += answers.pass(piece)?.toString('latin1') ?? '';
  }
  return { text: heard, continues: answers.continues };
}

const interim = fc.constantFrom(100, 101, 102, 103, 199);
const headers = fc.array(fc.constantFrom('Link: </a.css>', 'A: HTTP/1.1 100 ', 'B:'), {
  maxLength: 3,
});
const headOf = (status: number, lines: readonly string[]): string =>
  [`HTTP/1.1 ${status} Said`, ...lines, '', ''].join('\r\n');
const ANSWER = `${headOf(200, ['X: 1'])}HTTP/1.1 100 is only the body\r\n\r\n`;

test('before an answer are passed as they came but for 100, in whatever pieces', () => {
  const heads = fc.array(fc.tuple(interim, headers), { maxLength: 4 });
  const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
  fc.assert(
    fc.property(heads, pieces, (before, lengths) => {
      const said = before.map(([status, lines]) => headOf(status, lines)).join('');
      const expected = before
        .map(([status, lines]) => headOf(status === 100 ? 110 : status, lines))
        .join('');
      const continues = before.filter(([status]) => status === 100).length;
      expect(passed(said + ANSWER, lengths)).toEqual({ text: expected + ANSWER, continues });
    }),
  );
});

test.each(['SSH-2.0', 'HTTP/2', 'h', '\r\n', 'HTTP/1.1 2'])(
  'hold back nothing that is no HTTP/1.1: %j',
  (text) => {
    expect(passed(text, []).text).toBe(text.startsWith('HTTP/1.') ? '' : text);
  },
);

test('of one request are not those of the next', () => {
  const answers = new InterimAnswers();
  for (let nth = 0; nth < 2; nth++) {
    answers.expect();
    answers.pass(Buffer.from(headOf(100, []) + ANSWER));
    expect(answers.continues).toBe(1);
  }
});
