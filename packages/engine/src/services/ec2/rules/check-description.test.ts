import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkGroupDescription, checkRuleDescription } from './check-description.ts';

test.each([
  ['a → b', 'Value (a → b) for parameter GroupDescription is invalid. Character sets beyond ASCII'],
  ["it's", 'Invalid security group description. Valid descriptions are strings less than 256'],
  ['x'.repeat(256), 'Invalid security group description.'],
])('a group cannot be described by %j', (description, message) => {
  expect(() => checkGroupDescription(description)).toThrow(message);
});

test.each(['a → b', "it's", 'a > b', 'two\nlines', 'x'.repeat(256)])(
  'a rule cannot be described by %j',
  (description) => {
    expect(() => checkRuleDescription(description)).toThrow(
      'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
    );
  },
);

test('any text of AWS’s characters describes both', () => {
  const characters = [...'azAZ09. _-:/()#,@[]+=&;{}!$*'];
  const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 255 });
  fc.assert(
    fc.property(text, (description) => {
      expect(() => checkGroupDescription(description)).not.toThrow();
      expect(() => checkRuleDescription(description)).not.toThrow();
    }),
  );
});
