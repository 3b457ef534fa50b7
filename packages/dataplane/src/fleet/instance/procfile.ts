import { UnderstudyError } from '@understudy/contract';

const PROCFILE_CHARACTERS_MAX = 65_536;
/** POSIX's `[[:space:]]`, of what may be in a line. */
const SPACES = ' \t\r\f\v';
const LINE = /^([A-Za-z0-9_-]+):[ \t]*(.*)$/;

/**
 * The processes that a Procfile names, with their commands. Comments (`#`) and blank lines are
 * allowed; everything else must be `name: command`. Throws `ProcfileInvalid` naming the line and
 * what is wrong with it.
 */
export function parseProcfile(text: string): Map<string, string> {
  if (text.length > PROCFILE_CHARACTERS_MAX)
    throw invalid(
      `the Procfile has ${text.length} characters; at most ${PROCFILE_CHARACTERS_MAX} are read`,
    );
  const commands = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries())
    addLine(commands, trimmed(line), index + 1);
  return commands;
}

/** The command of the process `web`, which is the one that an instance runs. */
export function webCommand(text: string): string {
  const commands = parseProcfile(text);
  const command = commands.get('web');
  if (command !== undefined) return command;
  const others = [...commands.keys()].join(', ');
  throw invalid(
    others === ''
      ? "the Procfile has no line 'web: command'"
      : `the Procfile has no line 'web: command' (it names: ${others})`,
  );
}

function addLine(commands: Map<string, string>, line: string, number: number): void {
  if (line === '' || line.startsWith('#')) return;
  const match = LINE.exec(line);
  if (match === null)
    throw invalid(`line ${number} of the Procfile is not 'name: command': ${quoted(line)}`);
  const [, name = '', command = ''] = match;
  if (command === '')
    throw invalid(`line ${number} of the Procfile gives no command for '${name}'`);
  if (hasControlCharacter(command))
    throw invalid(`line ${number} of the Procfile has a control character in its command`);
  if (commands.has(name))
    throw invalid(`line ${number} of the Procfile names '${name}' a second time`);
  commands.set(name, command);
}

/** The image's run script on AWS finds the line by the same. */
function trimmed(line: string): string {
  let [start, end] = [0, line.length];
  while (start < end && SPACES.includes(line.charAt(start))) start += 1;
  while (start < end && SPACES.includes(line.charAt(end - 1))) end -= 1;
  return line.slice(start, end);
}

function hasControlCharacter(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 32 && character !== '\t') || code === 127) return true;
  }
  return false;
}

/** JSON's quotes show what cannot be seen, such as a tab. */
function quoted(line: string): string {
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return JSON.stringify(shown);
}

function invalid(message: string): UnderstudyError {
  return new UnderstudyError('ProcfileInvalid', { message });
}
