import { expect, test } from 'vitest';
import { pathBelow, planFiles } from './plan-files.ts';
import { TEMPLATES } from './templates/templates.ts';

const ANSWERS = {
  domain: 'bakery.kr',
  primary: 'ap-northeast-2',
  standby: 'us-east-1',
  serves: { kind: 'app', app: './web', healthPath: '/' },
} as const;
const FOUND = { command: 'node server.js', ignored: [] };
const reads = (files: Record<string, string>) => (path: string) => files[path];

test('a template is a configuration, an app and what git is not to keep', () => {
  const { files, taken } = planFiles(ANSWERS, { template: TEMPLATES.python }, reads({}));
  expect(files.map(({ path, state }) => `${state} ${path}`)).toEqual([
    'written understudy.config.ts',
    'written web/app.py',
    'written web/requirements.txt',
    'written web/Procfile',
    'written .gitignore',
  ]);
  expect(files.at(-1)?.text).toBe(
    '# Understudy\n.understudy/\ncdk.out/\nnode_modules/\npython_modules/\n.venv/\n__pycache__/\n',
  );
  expect(taken).toEqual([]);
});

test('files that would be written over are named, all of them', () => {
  const there = { 'understudy.config.ts': '', 'web/server.js': '', 'web/other.js': '' };
  expect(planFiles(ANSWERS, { template: TEMPLATES.node }, reads(there)).taken).toEqual([
    'understudy.config.ts',
    'web/server.js',
  ]);
});

test('an app that is there gets a Procfile, unless it has one', () => {
  const paths = (there: Record<string, string>): string[] =>
    planFiles(ANSWERS, FOUND, reads(there)).files.map(({ path }) => path);
  expect(paths({})).toContain('web/Procfile');
  const procfile = planFiles(ANSWERS, FOUND, reads({})).files[1];
  expect(procfile?.text).toBe('web: node server.js\n');
  expect(paths({ 'web/Procfile': 'web: a\n' })).not.toContain('web/Procfile');
  expect(planFiles(ANSWERS, FOUND, reads({ 'web/Procfile': '' })).taken).toEqual([]);
});

test('a site of files alone has no app', () => {
  const answers = { ...ANSWERS, serves: { kind: 'static', assets: './public' } } as const;
  const { files } = planFiles(answers, { template: TEMPLATES.static }, reads({}));
  expect(files.map(({ path }) => path)).toEqual([
    'understudy.config.ts',
    'public/index.html',
    'public/404.html',
    'public/site.css',
    '.gitignore',
  ]);
  expect(files[0]?.text).toContain("assets: './public'");
  expect(files[0]?.text).not.toContain('web');
  const found = planFiles(answers, { command: undefined, ignored: [] }, reads({}));
  expect(found.files.map(({ path }) => path)).toEqual(['understudy.config.ts', '.gitignore']);
});

test('a .gitignore keeps what it has, and gets what it lacks', () => {
  const ignoreOf = (text: string) =>
    planFiles(ANSWERS, FOUND, reads({ '.gitignore': text })).files.find(
      ({ path }) => path === '.gitignore',
    );
  expect(ignoreOf('/node_modules\n*.log')).toMatchObject({
    text: '/node_modules\n*.log\n\n# Understudy\n.understudy/\ncdk.out/\n',
    state: 'extended',
  });
  expect(ignoreOf('cdk.out\r\n.understudy\r\nnode_modules\r\n')).toBeUndefined();
});

test.each([
  ['./web', 'web/Procfile'],
  ['.', 'Procfile'],
  ['a//b/', 'a/b/Procfile'],
  ['/srv/app', '/srv/app/Procfile'],
  ['../app', '../app/Procfile'],
])('Procfile below %j is %j', (folder, path) => {
  expect(pathBelow(folder, 'Procfile')).toBe(path);
});
