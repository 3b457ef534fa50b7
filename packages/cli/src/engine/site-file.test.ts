import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { selectorOf } from './session.ts';
import { loadSite, stateDirectory } from './site-file.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../../../..');
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-site-'));
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(directory, 'node_modules'));
  mkdirSync(path.join(directory, 'web'));
  procfile('web: node server.js\n');
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function write(text: string): { config: string } {
  const config = path.join(directory, 'understudy.config.ts');
  writeFileSync(config, text);
  return { config };
}

function procfile(text: string): void {
  writeFileSync(path.join(directory, 'web', 'Procfile'), text);
}

const site = (fields: string): string => `
  import { defineSite } from '@understudy/site';
  export default defineSite(
    { domain: 'example.com', primary: 'eu-west-1', standby: 'us-east-1', web: { app: './web' }, ${fields} },
    import.meta.url,
  );
`;

describe('the configuration', () => {
  test('is the default export, with its folders found from the file', async () => {
    const loaded = await loadSite(write(site('')));
    expect(loaded).toMatchObject({ domain: 'example.com', name: 'example' });
    expect(loaded.web?.app).toBe(path.join(directory, 'web'));
  });

  test('rejects a web app whose Procfile cannot be run, before anything is started', async () => {
    procfile('web\n');
    await expect(loadSite(write(site('')))).rejects.toMatchObject({
      code: 'ProcfileInvalid',
      message: expect.stringContaining('line 1') as string,
    });
    rmSync(path.join(directory, 'web', 'Procfile'));
    await expect(loadSite(write(site('')))).rejects.toMatchObject({ code: 'ProcfileInvalid' });
  });

  test('rejects a file that is not there, by its full path', async () => {
    const config = path.join(directory, 'elsewhere.ts');
    await expect(loadSite({ config })).rejects.toMatchObject({
      code: 'ConfigNotFound',
      message: `there is no file ${config}`,
      hint: expect.stringContaining('--config FILE') as string,
    });
  });

  test('rejects a wrong field with its value and what to write instead', async () => {
    await expect(
      loadSite(write(site('healthCheck: { intervalSeconds: 20 as 10 }'))),
    ).rejects.toMatchObject({
      code: 'ConfigInvalid',
      fault: 'user',
      message:
        'understudy.config.ts: healthCheck.intervalSeconds is 20: not an interval that Route 53 has',
      hint: 'use 10 or 30',
    });
  });

  test('rejects a field that there is not', async () => {
    await expect(loadSite(write(site("colour: 'red'")))).rejects.toMatchObject({
      message: 'understudy.config.ts: colour is "red": there is no such field',
      hint: 'remove colour, or correct its name',
    });
  });

  test('rejects a folder that is not there', async () => {
    await expect(loadSite(write(site("assets: './pictures'")))).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: expect.stringContaining(`there is no folder ${directory}/pictures`) as string,
    });
  });

  test('rejects a file that cannot be read, with the reason', async () => {
    await expect(loadSite(write('export default {{{'))).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: expect.stringMatching(/understudy\.config\.ts.* cannot be read: ./) as string,
      hint: expect.stringMatching(/^correct /) as string,
    });
  });

  test('names the line at which the program in it failed', async () => {
    await expect(loadSite(write("\n\nthrow new Error('no such bucket');\n"))).rejects.toMatchObject(
      {
        code: 'ConfigInvalid',
        message: expect.stringMatching(
          /config\.ts, line 3, cannot be read: no such bucket$/,
        ) as string,
        hint: 'correct the named line',
      },
    );
  });

  test.each([
    ["throw 'a text'", /cannot be read: a text$/],
    ["throw new Error('')", /line 1, cannot be read: Error without a message$/],
    ["throw ''", /cannot be read: an empty text was thrown$/],
    ['throw undefined', /cannot be read: undefined$/],
    ["import './nothing.ts'", /cannot be read: .*nothing\.ts/],
    ["import 'nothing-of-the-kind'", /cannot be read: .*nothing-of-the-kind/],
    ['export default notDefined', /line 1, cannot be read: notDefined is not defined$/],
  ])('rejects a program that fails: %s', async (text, message) => {
    await expect(loadSite(write(text))).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(/^correct /) as string,
    });
  });

  test('rejects several wrong fields at once, those that there are not among them', async () => {
    const fields = "healthCheck: { intervalSeconds: 20 as 10, colour: 1 }, standby: 'mars', x: 1";
    const failed = loadSite(write(site(fields)));
    await expect(failed).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: expect.stringMatching(
        /^understudy\.config\.ts: 4 fields cannot be used\n/,
      ) as string,
      hint: 'correct each of the named fields',
    });
    for (const field of ['standby', 'x', 'healthCheck.intervalSeconds', 'healthCheck.colour'])
      await expect(failed).rejects.toThrow(`\n  ${field} is `);
  });

  test('rejects what is no file at all', async () => {
    await expect(loadSite({ config: directory })).rejects.toMatchObject({
      code: 'ConfigNotFound',
      message: `${directory} is no file`,
    });
    rmSync(path.join(directory, 'web', 'Procfile'));
    mkdirSync(path.join(directory, 'web', 'Procfile'));
    await expect(loadSite(write(site('')))).rejects.toMatchObject({
      code: 'ProcfileInvalid',
      message: `${directory}/web/Procfile is no file`,
    });
  });

  test.each([
    ...['', 'export const site = 1;', 'export default 42;', 'export default null;'],
    ...['export default () => 1;', 'export default Promise.resolve(1);'],
    ...['export default { kind: "other" };', 'export default { kind: "understudy-site" };'],
    'export default { kind: "understudy-site", domain: "example.com", web: { app: 5 } };',
  ])('rejects %s, which exports no site', async (text) => {
    await expect(loadSite(write(text))).rejects.toMatchObject({
      code: 'ConfigInvalid',
      message: expect.stringMatching(/has no site as its default export$/) as string,
      hint: expect.stringContaining('export default defineSite(') as string,
    });
  });
});

describe('the state folder', () => {
  test('is beside the configuration, unless it is named', () => {
    expect(stateDirectory({ config: '/sites/a/understudy.config.ts' })).toBe(
      '/sites/a/.understudy',
    );
    expect(stateDirectory({ config: 'x.ts' })).toBe(path.join(process.cwd(), '.understudy'));
    expect(stateDirectory({ config: 'x.ts', state: 'here' })).toBe(
      path.join(process.cwd(), 'here'),
    );
  });

  test('need not be named in its own folder', () => {
    expect(selectorOf(path.join(process.cwd(), '.understudy'))).toBe('');
  });

  test.each([
    ['examples/a/.understudy', ' --state examples/a/.understudy'],
    ['.', ' --state .'],
    ['my site/.understudy', " --state 'my site/.understudy'"],
    ["it's", " --state 'it'\\''s'"],
  ])('%s is named so that a shell understands it', (relative, selector) => {
    expect(selectorOf(path.resolve(relative))).toBe(selector);
  });
});
