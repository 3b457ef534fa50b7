import type { Command } from 'commander';

/** What can be typed behind a command. */
export interface Typed {
  /** `fault region`; empty for the program itself. */
  path: string;
  description: string;
  /** Names of the commands below it. */
  commands: string[];
  /** What its first argument may be, where that is one of a few. */
  choices: readonly string[];
  options: { long: string; description: string; takes: 'nothing' | 'file' | 'value' | string[] }[];
}

/** Options whose value is a name of a file or folder. */
const FILES = new Set(['--config', '--state', '--out', '--sign-with']);

/** Every command of a program, the program itself first. */
export function grammarOf(command: Command, path = ''): Typed[] {
  const own: Typed = {
    path,
    description: command.description(),
    commands: command.commands.map((below) => below.name()),
    choices: command.registeredArguments[0]?.argChoices ?? [],
    options: command.options.flatMap((option) =>
      option.long == null
        ? []
        : [
            {
              long: option.long,
              description: option.description,
              takes:
                option.argChoices ??
                (option.required || option.optional
                  ? FILES.has(option.long)
                    ? 'file'
                    : 'value'
                  : 'nothing'),
            },
          ],
    ),
  };
  return [
    own,
    ...command.commands.flatMap((below) =>
      grammarOf(below, path === '' ? below.name() : `${path} ${below.name()}`),
    ),
  ];
}
