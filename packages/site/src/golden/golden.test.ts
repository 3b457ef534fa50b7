import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { defineSite, type SiteConfig } from '../config.ts';
import { stackNames } from '../names.ts';
import { synthesize } from '../synthesize.ts';
import { LEAST, OPTIONS } from './options.fixture.ts';
import {
  changedLines,
  readLines,
  templateLines,
  writeLines,
  type TemplateLines,
} from './template-lines.fixture.ts';

/**
 * What a site's templates are, value by value: `example/` has the example's, a stack a file, and
 * `options/` how each option changes them. `UPDATE_GOLDEN=1 vitest run packages/site` writes them
 * anew.
 */
const UPDATES = process.env['UPDATE_GOLDEN'] === '1';
const HINT = 'UPDATE_GOLDEN=1 vitest run packages/site/src/golden writes what is meant';

const EXAMPLE = path.resolve(
  import.meta.dirname,
  '../../../../examples/ticketing/understudy.config.ts',
);
const base = mkdtempSync(path.join(os.tmpdir(), 'golden-'));
for (const folder of ['web', 'assets', 'other']) {
  mkdirSync(path.join(base, folder));
  writeFileSync(path.join(base, folder, 'Procfile'), 'web: node server.js\n');
}
let whole: TemplateLines;
let least: TemplateLines;

beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false'); // see synthesize.test.ts
  const { default: example } = (await import(pathToFileURL(EXAMPLE).href)) as {
    default: SiteConfig;
  };
  whole = await linesOf(example);
  least = await linesOf(defineSite(LEAST, base));
}, 60_000);

async function linesOf(config: SiteConfig): Promise<Map<string, string[]>> {
  const outdir = mkdtempSync(path.join(base, 'cdk.out-'));
  const assembly = await synthesize(config, { account: '111122223333', outdir });
  const roles = new Map(Object.entries(stackNames(config)).map(([role, name]) => [name, role]));
  return new Map(
    assembly.stacks.flatMap((stack) => [
      [`${roles.get(stack.stackName)}`, [`name: ${stack.stackName}`]],
      ...templateLines(`${roles.get(stack.stackName)}`, stack.template as object),
    ]),
  );
}

function expectGolden(file: string, lines: TemplateLines): void {
  const golden = path.join(import.meta.dirname, file);
  if (UPDATES) {
    rmSync(golden, { force: true });
    if (lines.size > 0) writeFileSync(golden, writeLines(lines));
  }
  // What changes nothing has no file.
  const known = existsSync(golden)
    ? readLines(readFileSync(golden, 'utf8'))
    : new Map<string, string[]>();
  expect(Object.fromEntries(changedLines(known, lines)), `${file}: ${HINT}`).toEqual({});
}

describe('the example', () => {
  test.each(['zone', 'standby', 'primary', 'edge', 'routing'])(
    'has its golden %s stack',
    (role) => {
      const stack = [...whole].filter(([heading]) => heading.split(' ')[0] === role);
      expect(stack.length).toBeGreaterThan(1);
      expectGolden(`example/${role}.txt`, new Map(stack));
    },
  );
});

describe('an option', () => {
  test('that the example gives as its default may be left out', () => {
    expect(Object.fromEntries(changedLines(whole, least))).toEqual({});
  });

  test.each(Object.entries(OPTIONS))('%s changes its golden lines', async (name, change) => {
    const lines = await linesOf(defineSite({ ...LEAST, ...change }, base));
    expectGolden(`options/${name}.txt`, changedLines(least, lines));
  });

  test('has no golden lines but under its name', () => {
    const files = readdirSync(path.join(import.meta.dirname, 'options'));
    const names = Object.keys(OPTIONS).map((name) => `${name}.txt`);
    expect(files.filter((file) => !names.includes(file))).toEqual([]);
  });

  test('is in the list, whichever it is', () => {
    const given = defineSite({ ...LEAST, assets: './assets', tags: {} }, base);
    const fields = fieldsOf({ ...given, kind: undefined });
    expect(fields.filter((field) => !(field in OPTIONS))).toEqual([]);
    expect(fields.length).toBeGreaterThan(15);
  });
});

/** The dotted paths of what is no object, or an empty one: a record of names of the user's. */
function fieldsOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    if (item === undefined) return [];
    const inner = typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {};
    return Object.keys(inner).length > 0
      ? fieldsOf(inner, `${prefix}${key}.`)
      : [`${prefix}${key}`];
  });
}
