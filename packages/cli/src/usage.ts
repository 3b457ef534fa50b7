import { LATENCY_REGIONS, UnderstudyError } from '@understudy/contract';
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
  const region = regionTyped(program, words);
  const help = `see 'understudy ${[...commandOf(program, words), '--help'].join(' ')}'`;
  return new UnderstudyError('UsageInvalid', {
    message,
    hint:
      region !== undefined
        ? `did you mean 'understudy fault region ${region}'? ${help}`
        : better === undefined
          ? help
          : `${lowerCase(better)}${better.endsWith('?') ? '' : ';'} ${help}`,
    cause: error,
  });
}

/** A region where a kind of fault belongs is what most mean to lose. */
function regionTyped(program: Command, words: readonly string[]): string | undefined {
  const [region = ''] = words.slice(commandOf(program, words).length);
  return words[0] === 'fault' && words[1] === region && LATENCY_REGIONS.includes(region)
    ? region
    : undefined;
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
