import path from 'node:path';
import type { WebConfig } from '@understudy/site';
import type { Machine } from './machine.ts';
import { lacking, ok, type Row } from './row.ts';

/** What the app of a site is built and started with, on this machine. */
export async function checkApp(
  machine: Machine,
  web: WebConfig,
  webCommand: string,
): Promise<Row[]> {
  const build = web.build === null ? [] : programsOf(web.build);
  const start = programsOf(webCommand);
  const missing = (program: string): boolean => machine.find(program) === undefined;
  const needsPip = web.build?.includes('python3 -m pip ') === true && !missing('python3');
  const hasPip = !needsPip || (await machine.firstLine('python3', ['-m', 'pip', '--version']));
  return [
    row('build of the app', build.filter(missing), web.build ?? 'none', 'set web.build'),
    ...(hasPip === undefined
      ? [lacking('pip', 'python3 has none', 'install it (python3-pip), or set web.build')]
      : []),
    row('start of the app', start.filter(missing), webCommand, 'correct the Procfile'),
  ];
}

function row(name: string, missing: readonly string[], line: string, otherwise: string): Row {
  return missing.length === 0
    ? ok(name, line)
    : lacking(
        name,
        `${missing.join(', ')} not found`,
        `install ${missing.join(', ')} on this machine, or ${otherwise}`,
      );
}

/** The shell's own, and what it runs by other means: nothing to be found. */
const NO_PROGRAMS = new Set(
  '. : [ cd do done echo elif else eval exec exit export false fi for if printf set source test then time trap true ulimit umask unset until wait while'.split(
    ' ',
  ),
);

/**
 * The programs that a line for the shell calls, as far as a line tells: the first word of each
 * command, behind variables. What lies in the app's folder is made by the build, or missed by the
 * program itself.
 */
export function programsOf(line: string): string[] {
  const bare = line.replace(/'[^']*'|"[^"]*"/g, '…');
  const first = bare.split(/&&|\|\||[;|&(){}]/).flatMap((command) => {
    const words = command.trim().split(/\s+/);
    const word = words.find((one) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(one) && one !== 'exec');
    return word === undefined ? [] : [word];
  });
  const named = first.filter((word) => /^[\w.+-]+$/.test(word) && !NO_PROGRAMS.has(word));
  return [...new Set(named.map((word) => path.basename(word)))];
}
