import { expect, test } from 'vitest';
import { checkDocument } from '../processes/processes.ts';

test('a document that its process would refuse is told here, with what is wrong in it', () => {
  expect(() => checkDocument('us-east-1', { revision: 'one' })).toThrow(
    expect.objectContaining({
      code: 'DocumentInvalid',
      fault: 'engine',
      message: expect.stringMatching(
        /^the document of process us-east-1 is invalid: .*revision: /,
      ) as string,
    }),
  );
});
