import { expect, test } from 'vitest';
import { catalogueOf, checkProseNames } from './prose-names.ts';

const CATALOGUE = {
  path: 'packages/contract/src/error-catalogue.ts',
  text: "export const CATALOGUE = {\n  StateNewer: {\n    fault: 'user',\n  },\n};\n",
};
const CODE = {
  path: 'packages/a/src/a.ts',
  text: "fail('NoSuchBucket', 'The bucket is not there');",
};

function problems(files: { path: string; text: string }[]): string[] {
  const all = [CATALOGUE, CODE, ...files];
  const documents = all.filter(({ path }) => path.endsWith('.md'));
  const code = all.filter(({ path }) => path.endsWith('.ts'));
  return checkProseNames(code, documents, catalogueOf(code));
}

test.each([
  ['docs/a.md', 'It fails with `NoSuchBukket`.', "'NoSuchBukket' is no name of the code's"],
  ['packages/a/src/b.ts', '// as `StateOlder` says', "'StateOlder' is no name of the code's"],
  [
    'packages/a/src/b.ts',
    '/**\n * @throws UnderstudyError StateNewer,\n * StateOlder where it is old\n */',
    "'StateOlder' is no error of the catalogue",
  ],
  [
    'packages/a/src/b.ts',
    '// throws UnderstudyError NoSuchBucket',
    "'NoSuchBucket' is no error of the catalogue",
  ],
])('a name in %s that is nowhere else is told: %s', (path, text, problem) => {
  expect(problems([{ path, text }])).toEqual([expect.stringContaining(problem)]);
});

test.each([
  ['docs/a.md', 'It fails with `NoSuchBucket`, and `StateNewer`; Words That Are None, `AWS`.'],
  ['docs/a.md', 'AWS has `SetAlarmState`, and the engine has not.'],
  ['packages/a/src/b.ts', '// @throws UnderstudyError StateNewer where it is new'],
  ['packages/a/src/b.ts', "const address = 'https://docs.example/`NoSuchThing`';"],
])('what is known in %s is not: %s', (path, text) => {
  expect(problems([{ path, text }])).toEqual([]);
});
