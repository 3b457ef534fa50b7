import { execFile } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { siteOptionsSchema } from '../packages/site/src/schema.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');
const README = read('README.md');

describe('the README', () => {
  test('shows a site that really is one', async () => {
    const blocks = [...README.matchAll(/^```ts\n([^]*?)^```$/gm)].map((match) => match[1] ?? '');
    expect(blocks).toHaveLength(1);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-readme-'));
    try {
      for (const name of ['web', 'assets']) mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, 'assets', 'site.css'), '');
      symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(folder, 'node_modules'));
      writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
      writeFileSync(path.join(folder, 'understudy.config.ts'), blocks[0] ?? '');
      const script =
        "process.stdout.write(JSON.stringify((await import('./understudy.config.ts')).default))";
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', script],
        { cwd: folder },
      );
      expect(JSON.parse(stdout)).toMatchObject({
        kind: 'understudy-site',
        domain: 'ticketing.pw',
        web: { app: path.join(folder, 'web'), capacity: { min: 2, desired: 2, max: 4 } },
        assets: path.join(folder, 'assets'),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('says of each of the twelve steps what works', () => {
    const section = /\n## What works\n([^]*?)\n## /.exec(README)?.[1] ?? '';
    const steps = [...section.matchAll(/^\| ([\d, ]+) \|.+\|.+\|$/gm)].flatMap((match) =>
      (match[1] ?? '').split(',').map(Number),
    );
    expect(steps).toEqual(Array.from({ length: 12 }, (_unused, index) => index + 1));
  });
});

/** The fields of an object's schema by dotted path, down to those that hold no further fields. */
function fieldsOf(schema: z.core.JSONSchema.JSONSchema, prefix = ''): [string, Field][] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    if (typeof property === 'boolean') return [];
    const field = `${prefix}${name}`;
    return property.properties === undefined
      ? [[field, { required: required.has(name), default: property.default }] as [string, Field]]
      : fieldsOf(property, `${field}.`);
  });
}

interface Field {
  required: boolean;
  default: unknown;
}

interface Row {
  field: string;
  default: string;
}

function documentedFields(): Row[] {
  const table = read('docs/guide/configuration.md').split('\n');
  return table.flatMap((line) => {
    const [, field, , byDefault] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return field?.startsWith('`') === true && byDefault !== undefined
      ? [{ field: field.replaceAll('`', ''), default: byDefault }]
      : [];
  });
}

/** Defaults that depend on other fields, in words; that they are so is tested with the site. */
const IN_WORDS: Readonly<Record<string, string>> = {
  certificateAuthorities: 'anybody',
  notify: 'nobody',
  'web.packages': 'by the folder, below',
  'web.build': 'by the folder, below',
  name: "the domain's first label",
  'web.capacity.desired': '`min`',
  'web.capacity.max': 'twice `desired`',
  'web.scaling.requestsPerTargetLow': 'a fifth of it',
};

function shownDefault(name: string, field: Field): string {
  if (field.required) return 'required';
  if (IN_WORDS[name] !== undefined) return IN_WORDS[name];
  const value = field.default;
  if (value === undefined || JSON.stringify(value) === '{}') return 'none';
  if (typeof value === 'number') return String(value);
  return `\`${typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', "'")}\``;
}

describe('the guide to the configuration', () => {
  const fields = fieldsOf(
    z.toJSONSchema(siteOptionsSchema, { io: 'input', unrepresentable: 'any' }),
  );

  test('lists exactly the fields that there are', () => {
    expect(fields.length).toBeGreaterThan(15);
    expect(documentedFields().map(({ field }) => field)).toEqual(fields.map(([name]) => name));
  });

  test.each(fields)('tells the default of %s', (name, field) => {
    const row = documentedFields().find((one) => one.field === name);
    expect(row?.default).toBe(shownDefault(name, field));
  });

  test('is right about defaults that depend on other fields', () => {
    const parsed = siteOptionsSchema.parse({
      domain: 'tickets.example.com',
      primary: 'eu-west-1',
      standby: 'us-east-1',
      web: {
        app: './web',
        capacity: { min: 3 },
        scaling: { requestsPerTargetHigh: 1_000 },
      },
    });
    expect(parsed.name).toBe('tickets');
    expect(parsed.web?.capacity).toEqual({ min: 3, desired: 3, max: 6 });
    expect(parsed.web?.scaling.requestsPerTargetLow).toBe(200);
  });
});

describe('links', () => {
  const documents = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    ...globSync('docs/**/*.md', { cwd: REPOSITORY }),
  ];

  test('are looked for in every document', () => {
    expect(documents.length).toBeGreaterThan(6);
  });

  test.each(documents)('of %s lead to files that are there', (document) => {
    const broken = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file = ''] = target.split('#');
        return file !== '' && !existsSync(path.resolve(REPOSITORY, path.dirname(document), file));
      });
    expect(broken).toEqual([]);
  });
});
