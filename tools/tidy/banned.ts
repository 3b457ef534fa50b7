import { isTest, type SourceFile } from './source-files.ts';

interface Ban {
  pattern: RegExp;
  instead: string;
  /** Where it is the very thing to use. */
  allowedIn: RegExp;
}

const CLOCKS = /\/clock\/|^examples\/|^bench\/|^soak\/|^tools\//;

const BANS: readonly Ban[] = [
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)/,
    instead: 'clock.nowMs() or clock.wallMs()',
    allowedIn: CLOCKS,
  },
  {
    pattern: /(?<![.\w])set(Timeout|Interval)\(/,
    instead: 'clock.after(), clock.every() or clock.sleep()',
    allowedIn: CLOCKS,
  },
  { pattern: /\bperformance\.now\(/, instead: 'clock.wallMs()', allowedIn: CLOCKS },
  { pattern: /\bMath\.random\(/, instead: 'random.next()', allowedIn: CLOCKS },
  {
    pattern: /['"`]0\.0\.0\.0['"`]|\blisten\(.*['"`]::['"`]/,
    instead: 'an address of the loopback network',
    allowedIn: /^examples\/|cidr|policy|packages\/site\//,
  },
  {
    pattern: /\benum\s+\w+\s*\{|\bnamespace\s+\w+\s*\{/,
    instead: 'a union or a record: types are stripped, not compiled',
    allowedIn: /^$/,
  },
  {
    pattern: /\bFIXME\b|\bXXX\b/,
    instead: 'an issue, or a sentence under Differences',
    allowedIn: /^tools\/tidy\//,
  },
];

/** Names that must not appear, each with what to use instead. Tests may wait as they like. */
export function checkBanned(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.path.endsWith('.ts') && !isTest(file.path))
    .flatMap((file) =>
      file.text.split('\n').flatMap((line, index) => checkLine(file.path, line, index + 1)),
    );
}

function checkLine(path: string, line: string, number: number): string[] {
  const code = line.replace(/^\s*(\*|\/\/|\/\*).*$/, '').replace(/\s\/\/ .*$/, '');
  return BANS.filter((ban) => ban.pattern.test(code) && !ban.allowedIn.test(path)).map(
    (ban) =>
      `${path}:${number}: ${ban.pattern.exec(code)?.[0]} is not for here; use ${ban.instead}`,
  );
}
