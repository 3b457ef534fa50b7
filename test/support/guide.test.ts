import { expect, test } from 'vitest';
import { problemsOf, scriptOf, stepsOf } from './guide.ts';

const GUIDE = `# A guide

<!-- before
mkdir web
-->

<!-- file: web/Procfile -->
\`\`\`text
web: node server.js
\`\`\`

\`\`\`sh
ls web
\`\`\`

<!-- prints -->
\`\`\`text
Proc…
\`\`\`

<!-- not run: it needs an account -->
\`\`\`sh
rm -rf /
\`\`\`

\`\`\`ts
not.run();
\`\`\`
`;

test('a guide is what its blocks say, in their order', () => {
  expect(stepsOf(GUIDE)).toEqual([
    { kind: 'run', line: 3, commands: 'mkdir web\n' },
    { kind: 'write', line: 7, file: 'web/Procfile', text: 'web: node server.js\n' },
    { kind: 'run', line: 12, commands: 'ls web\n' },
    { kind: 'prints', line: 16, lines: ['Proc…'] },
    { kind: 'skip', line: 21, reason: 'it needs an account' },
  ]);
  expect(scriptOf(stepsOf(GUIDE))).not.toContain('rm -rf');
});

test.each([
  [':: line 12\nProcfile\n:: line 0\n', []],
  [':: line 12\n   Proc   file\n:: line 0\n', []],
  [':: line 12\nother\n:: line 0\n', [expect.stringContaining("line 16 promises 'Proc…'")]],
  [
    ':: line 12\nls: no such file\n',
    [expect.stringContaining('line 12 failed:\nls: no such file')],
  ],
])('what %j leaves to be wished', (output, problems) => {
  expect(problemsOf(stepsOf(GUIDE), output)).toEqual(problems);
});

test('the commands of a workflow are run, and the file is there', () => {
  const workflow = 'jobs:\n  one:\n    steps:\n      - uses: a/b@v1\n      - run: ls\n';
  const steps = stepsOf(`<!-- workflow: w.yml -->\n\`\`\`yaml\n${workflow}\`\`\`\n`);
  expect(steps).toEqual([
    { kind: 'write', line: 1, file: 'w.yml', text: workflow },
    { kind: 'run', line: 1, commands: '(\nls\n)\n' },
  ]);
});
