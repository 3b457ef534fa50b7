import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readLines } from './template-lines.fixture.ts';

const GUIDE = path.resolve(import.meta.dirname, '../../../../docs/guide/tutorial.md');

interface Row {
  step: number;
  stacks: string[];
  resources: string[];
  file: string | undefined;
}

/** The guide's first table. */
function rowsOf(markdown: string): Row[] {
  return [...markdown.matchAll(/^\| (\d+) \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, step = '', stacks = '', resources = '', file = '']) => ({
      step: Number(step),
      stacks: stacks.includes(':') ? [] : stacks.trim().split(', '),
      resources: [...resources.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
      file: /`(.+)`/.exec(file)?.[1],
    }),
  );
}

const rows = rowsOf(readFileSync(GUIDE, 'utf8'));

test('the guide to the tutorial has all its steps', () => {
  expect([...new Set(rows.map(({ step }) => step))]).toEqual(
    Array.from({ length: 13 }, (_, step) => step),
  );
});

test.each(rows.filter(({ resources }) => resources.length > 0))(
  'step $step is where the guide says: $resources',
  ({ stacks, resources }) => {
    for (const stack of stacks) {
      const golden = readFileSync(path.join(import.meta.dirname, `example/${stack}.txt`), 'utf8');
      const ids = [...readLines(golden).keys()].map((heading) => heading.split(' ')[1] ?? '');
      for (const name of resources)
        expect(
          ids.some((id) => id.startsWith(name)),
          `${name} in ${stack}`,
        ).toBe(true);
    }
  },
);

test.each(rows.flatMap(({ file }) => file ?? []))('%s is there', (file) => {
  expect(existsSync(path.resolve(import.meta.dirname, '..', file))).toBe(true);
});
