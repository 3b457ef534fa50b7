import { expect, test } from 'vitest';
import { asInput } from './as-input.ts';

interface Input {
  Kind: 'a' | 'b' | undefined;
  Items?: { Type: 'x' | undefined; Size?: 1 | 2; Since?: Date; Name: string }[];
}

test("text passes for the SDK's enumerations, and what may be undefined may be left out", () => {
  const given = { Items: [{ Name: 'first', Size: 7 }] };
  const input: Input = asInput<Input>(given);
  expect(input).toBe(given);
});

test('the compiler refuses other shapes', () => {
  // @ts-expect-error A kind is text.
  expect(asInput<Input>({ Kind: 1 })).toBeDefined();
  // @ts-expect-error An item has a name.
  expect(asInput<Input>({ Items: [{}] })).toBeDefined();
  // @ts-expect-error A date is no text.
  expect(asInput<Input>({ Items: [{ Name: 'first', Since: '2026' }] })).toBeDefined();
});
