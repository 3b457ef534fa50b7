import { UnderstudyError } from '@understudy/contract';
import type { Command, CommanderError } from 'commander';

/** What is not an error: help and version were asked for, and are shown. */
const ASKED_FOR = new Set(['commander.helpDisplayed', 'commander.version']);
/** A command that only has commands below it was typed alone: its help says which. */
const HELP = 'commander.help';

/**
 * A wrong word on the command line as an error of the catalogue; the exit code where nothing is
 * wrong.
 * @param words what was typed behind `understudy`
 */
export function usageError(
  error: CommanderError,
  program: Command,
  words: readonly string[],
): UnderstudyError | number {
  if (ASKED_FOR.has(error.code)) return 0;
  if (error.code === HELP) return 1;
  // Commander's own message has its kind before it, and behind it what it knows to be better.
  const text = error.message.replace(/^error: /, '').replace(/\.$/, '');
  const [, message = text, better] =
    /^(.*? is invalid)\. (.+)$/s.exec(text) ?? /^(.*?)\n\((.+)\)$/s.exec(text) ?? [];
  const help = `see 'understudy ${[...commandOf(program, words), '--help'].join(' ')}'`;
  return new UnderstudyError('UsageInvalid', {
    message,
    hint:
      better === undefined
        ? help
        : `${lowerCase(better)}${better.endsWith('?') ? '' : ';'} ${help}`,
    cause: error,
  });
}

function lowerCase(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** `fault region` …, as far as the words name commands. */
function commandOf(program: Command, words: readonly string[]): string[] {
  const [first = '', ...rest] = words;
  const found = program.commands.find((command) => command.name() === first);
  return found === undefined ? [] : [first, ...commandOf(found, rest)];
}
