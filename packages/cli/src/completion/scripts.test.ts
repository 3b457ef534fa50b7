import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../program.ts';
import { grammarOf } from './grammar.ts';
import { completionScript, SHELLS } from './scripts.ts';

const grammar = grammarOf(createProgram());
const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

/** What bash offers for a line that ends where the cursor is. */
function offered(line: string): string[] {
  const words = line.split(' ');
  const script = [
    completionScript('bash', grammar),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_understudy',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe.skipIf(!has('bash'))('bash', () => {
  test.each<[string, string[]]>([
    ['understudy sta', ['status']],
    ['understudy fault re', ['region', 'replication', 'resolver']],
    ['understudy fault region us-east-1 --m', ['--mode']],
    ['understudy fault region --mode ', ['crash', 'hang', 'blackhole', 'slow', 'lossy']],
    [
      'understudy fault control-plane --mode ',
      ['crash', 'hang', 'refuse-launches', 'refuse-service'],
    ],
    ['understudy up --registrar m', ['manual']],
    ['understudy completion f', ['fish']],
  ])('%s', (line, expected) => {
    expect(offered(line)).toEqual(expected);
  });

  test('files where an option takes one', () => {
    expect(offered('understudy up --config packag')).toContain('package.json');
  });
});

test.each(SHELLS)('%s is told every command and option', (shell) => {
  const script = completionScript(shell, grammar);
  for (const { path, options } of grammar) {
    for (const name of path.split(' ')) expect(script).toContain(name);
    for (const { long } of options)
      expect(script).toContain(shell === 'fish' ? long.slice(2) : long);
  }
});

test.each(SHELLS)('%s takes the script, where it is installed', (shell) => {
  if (!has(shell)) return;
  const ended = spawnSync(shell, ['-n'], { input: completionScript(shell, grammar) });
  expect([ended.status, ended.stderr.toString()]).toEqual([0, '']);
});
