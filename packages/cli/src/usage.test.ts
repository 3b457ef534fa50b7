import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from './program.ts';
import { usageError } from './usage.ts';

/** What the command line says of these words, without running anything. */
async function told(words: string[]): Promise<ReturnType<typeof usageError>> {
  const program = createProgram();
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return usageError(error, program, words);
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('wrong words are told with a code, the value and the next step', () => {
  test.each([
    [['nonsense'], "unknown command 'nonsense'", "see 'understudy --help'"],
    [['stauts'], "unknown command 'stauts'", "did you mean status? see 'understudy --help'"],
    [['up', '--nonsense'], "unknown option '--nonsense'", "see 'understudy up --help'"],
    [
      ['up', '--port', 'abc'],
      "option '--port <n>' argument 'abc' is invalid",
      "use a number from 0 to 65535; see 'understudy up --help'",
    ],
    [
      ['up', '--registrar', 'x'],
      "option '--registrar <mode>' argument 'x' is invalid",
      "allowed choices are auto, manual; see 'understudy up --help'",
    ],
    [
      ['up', 'extra'],
      "too many arguments for 'up'. Expected 0 arguments but got 1: extra",
      "see 'understudy up --help'",
    ],
    [
      ['fault', 'region'],
      "missing required argument 'region'",
      "see 'understudy fault region --help'",
    ],
    [['fault', 'us-east-1'], "unknown command 'us-east-1'", "see 'understudy fault --help'"],
  ])('%j', async (words, message, hint) => {
    expect(await told(words)).toMatchObject({
      code: 'UsageInvalid',
      fault: 'user',
      message,
      hint,
    });
  });

  test.each(['up --state', 'down --state', 'synth --out', 'deploy --config'])(
    'an empty name: %s',
    async (typed) => {
      const words = typed.split(' ');
      expect(await told([...words, ''])).toMatchObject({
        code: 'UsageInvalid',
        message: expect.stringMatching(/argument '' is invalid$/) as string,
        hint: `use a name that is not empty; see 'understudy ${words[0]} --help'`,
      });
    },
  );
});
