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

/** Why a number is none of those that an option takes. */
const NUMBERS = [
  ...['80.5', '65536', '-1', '0x10', '1e3', ' 80', '80a', '8_0', ''].map((value) => [
    'port',
    value,
  ]),
  ...['0', '0.05', '1001', '-2', 'fast', '1e2', '0x10', 'Infinity', 'NaN', '2x', ''].map(
    (value) => ['speed', value],
  ),
] as [string, string][];

test.each(NUMBERS)('--%s %j is told with what may be written', async (option, value) => {
  const hint = option === 'port' ? 'a whole number from 0 to 65535' : 'a number from 0.1 to 1000';
  expect(await told(['up', `--${option}`, value])).toMatchObject({
    code: 'UsageInvalid',
    message: `option '--${option} <n>' argument '${value}' is invalid`,
    hint: `use ${hint}; see 'understudy up --help'`,
  });
});

describe('wrong words are told with a code, the value and the next step', () => {
  test.each([
    [['nonsense'], "unknown command 'nonsense'", "see 'understudy --help'"],
    [['stauts'], "unknown command 'stauts'", "did you mean status? see 'understudy --help'"],
    [['up', '--nonsense'], "unknown option '--nonsense'", "see 'understudy up --help'"],
    [
      ['up', '--port', 'abc'],
      "option '--port <n>' argument 'abc' is invalid",
      "use a whole number from 0 to 65535; see 'understudy up --help'",
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
    [[''], "unknown command ''", "see 'understudy --help'"],
    [['--nonsense'], "unknown option '--nonsense'", "see 'understudy --help'"],
    [['up', '--detach=yes'], "unknown option '--detach=yes'", "see 'understudy up --help'"],
    [['up', '--speed'], "option '--speed <n>' argument missing", "see 'understudy up --help'"],
    [
      ['up', '--resolver-region', 'mars'],
      "option '--resolver-region <region>' argument 'mars' is invalid",
      "use an AWS region such as eu-west-1; see 'understudy up --help'",
    ],
    [
      ['fault', 'control-plane', '--mode', 'blackhole'],
      "option '--mode <mode>' argument 'blackhole' is invalid",
      "allowed choices are crash, hang, refuse-launches, refuse-service; see 'understudy fault control-plane --help'",
    ],
    [
      ['fault', 'contol-plane'],
      "unknown command 'contol-plane'",
      "did you mean control-plane? see 'understudy fault --help'",
    ],
    [
      ['synth', '--account', '12'],
      "option '--account <id>' argument '12' is invalid",
      "use the twelve digits of an account; see 'understudy synth --help'",
    ],
    [
      ['registrar', 'set-nameservers', 'example.com'],
      "missing required argument 'nameservers'",
      "see 'understudy registrar set-nameservers --help'",
    ],
    [['curl'], "missing required argument 'arguments'", "see 'understudy curl --help'"],
    [
      ['heal', 'a', 'b'],
      "too many arguments for 'heal'. Expected 1 argument but got 2: a, b",
      "see 'understudy heal --help'",
    ],
    [
      ['fault', 'us-east-1'],
      "unknown command 'us-east-1'",
      "did you mean 'understudy fault region us-east-1'? see 'understudy fault --help'",
    ],
    [['fault', 'mars'], "unknown command 'mars'", "see 'understudy fault --help'"],
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
