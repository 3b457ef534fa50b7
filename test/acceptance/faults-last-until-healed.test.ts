import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { visit, visitUntil } from '../support/visitor.ts';

const SPEED = 20;
const WITHIN_MS = 30_000;
const SEOUL = 'ap-northeast-2';

let site: ExampleSite;

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', String(SPEED));
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

async function succeeds(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await site.run(words);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

async function idsThatLast(): Promise<string[]> {
  const { faults } = await site.status();
  return faults.map(({ id }) => id);
}

test('pages that fail while the health check is well: nobody is moved, until it is healed', async () => {
  const pages = ['--path', '/*', '--except', '/healthz'];
  expect(await succeeds('fault', 'path', SEOUL, ...pages)).toContain('understudy heal fault-1');
  await expect(visit(site)).rejects.toThrow('answered 500');

  // What is broken in the data plane stays so without the control plane, which finds it on record.
  await succeeds('fault', 'control-plane');
  await expect(visit(site)).rejects.toThrow('answered 500');
  expect(await until('the state', idsThatLast, { withinMs: WITHIN_MS })).toEqual(['fault-1']);

  expect(await succeeds('heal', 'fault-1')).toContain('fault-1 is over');
  expect((await visit(site)).region).toBe(SEOUL);
});

test('a zone that is lost for a while: its other zone serves, and it comes back by itself', async () => {
  await succeeds('fault', 'zone', `${SEOUL}a`, '--for', '60s');
  const page = await visitUntil(site, ({ zone }) => zone !== `${SEOUL}a`, { withinMs: WITHIN_MS });
  expect(page.region).toBe(SEOUL);
  const ended = async (): Promise<boolean> => {
    const events = await succeeds('events');
    return events.includes('fault-2 ended') && (await idsThatLast()).length === 0;
  };
  await until('its end', async () => (await ended()) || undefined, { withinMs: WITHIN_MS });
  await visitUntil(site, ({ zone }) => zone === `${SEOUL}a`, { withinMs: WITHIN_MS });
});

test('an expired certificate is what visitors see, until it is healed', async () => {
  await succeeds('fault', 'certificate', 'ticketing.pw');
  await expect(visit(site)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
  await succeeds('heal');
  expect((await visit(site)).secure).toBe(true);
});

test('what cannot be broken is refused with what there is', async () => {
  const unknown = await site.run(['fault', 'zone', 'mars-1a']);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain(`there is no zone 'mars-1a' here`);
  expect(unknown.stderr).toContain(`${SEOUL}a`);
});
