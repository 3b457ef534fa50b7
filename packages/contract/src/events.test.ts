import { expect, test } from 'vitest';
import { readEvent } from './events.ts';

const stamp = { sequence: 7, awsMs: 2, wallMs: 1, source: 'us-east-1' };

test('an event of the table is read as it was sent, without what its kind does not have', () => {
  const body = { type: 'alarm', alarm: 'cpu', state: 'OK', reason: '' };
  expect(readEvent({ ...stamp, body })).toEqual({ ...stamp, body });
  expect(readEvent({ ...stamp, body: { ...body, more: 1 } })).toEqual({ ...stamp, body });
});

test.each([
  [{ type: 'earthquake', strength: 7 }, 'of a kind that is not known here: "earthquake"'],
  [{ type: '__proto__' }, 'of a kind that is not known here: "__proto__"'],
  [{}, 'of a kind that is not known here: none'],
  [undefined, 'of a kind that is not known here: none'],
  [
    { type: 'alarm', alarm: 'cpu', state: 'BAD', reason: '' },
    'of kind alarm that is not as its kind is known here: state',
  ],
])('%j is told under its number', (body, message) => {
  expect(readEvent({ ...stamp, body })).toEqual({
    ...stamp,
    body: { type: 'log', level: 'warn', message: `an event ${message}` },
  });
});

test.each([undefined, null, 'x', {}, { ...stamp, sequence: '7' }])('%j is no event', (value) => {
  expect(readEvent(value)).toBeUndefined();
});
