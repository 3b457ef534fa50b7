import { execFileSync } from 'node:child_process';

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  path: string;
  text: string;
}

/** TypeScript and JavaScript files that git tracks or would. */
export function sourceFiles(root: string): string[] {
  return trackedFiles(root).filter((file) => /\.(ts|js|mjs)$/.test(file));
}

/** Markdown likewise. */
export function documentFiles(root: string): string[] {
  return trackedFiles(root).filter((file) => file.endsWith('.md'));
}

function trackedFiles(root: string): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const deleted = new Set(
    execFileSync('git', ['ls-files', '--deleted'], { cwd: root, encoding: 'utf8' }).split('\n'),
  );
  return listed.split('\n').filter((file) => file !== '' && !deleted.has(file));
}

export function isTest(file: string): boolean {
  return /\.test\.ts$|^test\/|\/testing[/.]|fixture[^/]*\.ts$/.test(file);
}
