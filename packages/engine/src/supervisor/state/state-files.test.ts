import { expect, test } from 'vitest';
import { foreignName, isStateFile } from './state-files.ts';

test.each([
  { names: [], foreign: undefined },
  { names: ['.gitignore', 'lost+found'], foreign: undefined },
  { names: ['deployment', 'cdk', '.probe-7'], foreign: undefined },
  { names: ['control-plane.sqlite', 'notes.txt'], foreign: undefined },
  { names: ['engine.log', 'package.json'], foreign: undefined },
  { names: ['deployment', 'package.json'], foreign: 'package.json' },
  { names: ['images', 'src'], foreign: 'src' },
  { names: ['builds', 'images'], foreign: undefined },
  { names: ['.env'], foreign: '.env' },
])('of $names, $foreign shows that the folder is the user', ({ names, foreign }) => {
  expect(foreignName(names)).toBe(foreign);
});

test.each(['control-plane.sqlite-wal', 'engine.json.next', 'site.json', 'regions', 'ca'])(
  '%s is of an engine',
  (name) => expect(isStateFile(name)).toBe(true),
);

test.each(['control-plane', 'my-engine.json', 'web', 'ca.pem', ''])('%j is not', (name) =>
  expect(isStateFile(name)).toBe(false),
);
