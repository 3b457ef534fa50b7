import type { Machine } from './machine.ts';
import { ok, poor, type Row } from './row.ts';

interface Tool {
  name: string;
  program: string;
  words: readonly string[];
  fix: string;
}

/** Each is of use, and none is needed. */
const TOOLS: readonly Tool[] = [
  {
    name: 'curl',
    program: 'curl',
    words: ['--version'],
    fix: "install curl, for 'understudy curl'",
  },
  {
    name: 'dig',
    program: 'dig',
    words: ['-v'],
    fix: 'install dig (dnsutils, bind-utils), to ask the name servers yourself',
  },
  {
    name: 'AWS CLI',
    program: 'aws',
    words: ['--version'],
    fix: 'install the AWS CLI, to look at the engine as at AWS',
  },
];

export function checkTools(machine: Machine): Promise<Row[]> {
  return Promise.all(
    TOOLS.map(async ({ name, program, words, fix }) => {
      const line = await machine.firstLine(program, words);
      return line === undefined ? poor(name, 'not found', fix) : ok(name, versionIn(line));
    }),
  );
}

export function checkBrowser(machine: Machine, browsers: readonly string[]): Row {
  const named = machine.env['UNDERSTUDY_BROWSER'];
  const found = named ?? browsers.find((file) => machine.exists(file));
  return found === undefined
    ? poor(
        'browser',
        'no Chromium or Chrome found',
        "install Chromium, or name one in UNDERSTUDY_BROWSER, for 'understudy open'",
      )
    : ok('browser', found);
}

/** `curl 7.88.1 (x86_64…` and `aws-cli/2.34.1 Python…` are their first number with a dot. */
function versionIn(line: string): string {
  return /\d+(\.\d+)+/.exec(line)?.[0] ?? line.slice(0, 40);
}
