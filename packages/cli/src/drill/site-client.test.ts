import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineSite, type SiteConfig } from '@understudy/site';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteClient, withStandIns } from './site-client.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-clients-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function siteWith(text?: string): SiteConfig {
  const web = { app: '.', build: null, packages: [], environment: { MAIL_URL: 'http://mine:1' } };
  const options = { domain: 'a.example', primary: 'eu-west-1', standby: 'us-east-1', web };
  if (text !== undefined) writeFileSync(path.join(folder, 'visitor.ts'), text);
  return defineSite(text === undefined ? options : { ...options, client: './visitor.ts' }, folder);
}

test('a site without a client has none', async () => {
  expect(await siteClient(siteWith())).toBeUndefined();
});

test('what is no client is told by its file, with how one is made', async () => {
  await expect(siteClient(siteWith("export default { name: 'buy' };"))).rejects.toMatchObject({
    code: 'DrillInvalid',
    message: expect.stringMatching(/visitor\.ts: visit: not a function/) as string,
    hint: expect.stringContaining('defineClient') as string,
  });
});

test('what the app asks is stood in for, but for what it names itself', async () => {
  const client = {
    name: 'buy',
    visit: () => Promise.resolve(),
    standIns: ['PAYMENTS_URL', 'MAIL_URL'],
  };
  let url = '';
  {
    await using stoodIn = await withStandIns(siteWith(), client);
    const { environment = {} } = stoodIn.site.web ?? {};
    url = environment['PAYMENTS_URL'] ?? '';
    expect(environment['MAIL_URL']).toBe('http://mine:1');
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(200);
  }
  await expect(fetch(url)).rejects.toThrow('fetch failed'); // it ends with the drill
});
