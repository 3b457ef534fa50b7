import { expect, test } from 'vitest';
import { totalOf } from '../measure/rto.ts';
import { reportHtml } from '../report/html/report-html.ts';
import { reportMarkdown } from '../report/markdown/report-markdown.ts';
import { reportSchema } from '../report/schema.ts';
import { SCENARIOS } from '../scenario/library/index.ts';
import type { ClientDefinition } from '../scenario/client.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { alignToAnswer } from './align.ts';
import type { DrillOptions } from './options.ts';
import { runDrill } from './run-drill.ts';
import { smallWorld } from './small-world.fixture.ts';

function regionLoss(): Scenario {
  const found = SCENARIOS.get('region-loss');
  if (found === undefined) throw new Error('region-loss is gone');
  return found;
}

const OPTIONS: DrillOptions = {
  ...{ seed: 1, pagesPerSecond: 0.5, tell: () => undefined },
  signal: new AbortController().signal,
};

test('a failover is measured, explained, and nothing of the drill is left', async () => {
  await using world = await smallWorld();
  const phases = new Set<string>();
  const report = await runDrill(regionLoss(), world.target, {
    ...OPTIONS,
    tell: ({ phase }) => void phases.add(phase),
  });
  expect(reportSchema.parse(report)).toEqual(report);
  expect(world.said).toEqual([expect.stringContaining('"ap-northeast-2"'), 'end fault-1']);
  expect(report.phases.filter(({ reached }) => !reached)).toEqual([]);
  expect(phases).toContain('failover');
  const { fresh, browser, 'jvm-forever': forever } = report.rto;
  if (fresh?.seconds == null || fresh.split === null) throw new Error('fresh did not recover');
  // The checkers of this world notice after 30 s, and its TTL is a minute.
  expect(fresh.seconds).toBeGreaterThan(25);
  expect(fresh.seconds).toBeLessThan(100);
  expect(totalOf(fresh.split)).toBeCloseTo(fresh.seconds, 3);
  expect(fresh.split.detect).toBeGreaterThan(20);
  expect(forever).toMatchObject({ recovered: false, seconds: null });
  expect(browser).toBeDefined();
  const objectives = report.expectations.filter((one) => one.of === 'objective');
  expect(objectives.map(({ text, met }) => [text, met])).toEqual([
    ['fresh is without the site for 100 s at most', true],
    ['at most 0.1 % of the requests fail while the fault lasts', false],
  ]);
  // At this speed a busy machine may be the one that misses.
  expect(report.expectations.filter((one) => one.of === 'machine')).toHaveLength(2);
  expect(['missed', 'inconclusive']).toContain(report.verdict);
  expect(report.rpo).toMatchObject({ objects: 0, lostForGood: 0, diverged: 0 });
  expect(report.findings.map(({ id }) => id)).toContain('never-recovered-jvm-forever');
  expect([...world.buckets.primary, ...world.buckets.standby]).toEqual([]);
  // No sentence of ours is left in English: what is, are names, commands and the configuration.
  for (const form of [reportHtml(report, { lang: 'ko' }), reportMarkdown(report, { lang: 'ko' })]) {
    const said = form.replaceAll(/<(style|script|pre|code)[^]*?<\/\1>|<[^>]*?>/g, '\n');
    expect(said.match(/\p{Script=Latin}{2,}(?: [a-z]{2,}){2,}/gu) ?? []).toEqual([]);
    expect(form).toContain('주 리전이 사라짐');
  }
});

test('a site that is not well before anything is broken is not drilled', async () => {
  await using world = await smallWorld({ isBroken: true });
  await expect(runDrill(regionLoss(), world.target, OPTIONS)).rejects.toMatchObject({
    code: 'DrillNotSteady',
    message: expect.stringContaining('502') as string,
  });
  expect(world.said).toEqual([]);
});

test('who was led to the standby before anything was broken is not who is measured', async () => {
  await using world = await smallWorld({ awaySeconds: 15 });
  const { rto, dnsAnswers } = await runDrill(regionLoss(), world.target, OPTIONS);
  const first = dnsAnswers.find(({ profile }) => profile === 'jvm-forever');
  expect(first?.leadsTo).toBe('us-east-1');
  // It would hold that for ever, and see nothing of the loss.
  expect(rto['jvm-forever']).toMatchObject({ recovered: false, unaffected: false });
});

test('a primary that its checkers call unhealthy is not drilled, whatever clients see', async () => {
  await using world = await smallWorld({ isUnhealthy: true });
  await expect(runDrill(regionLoss(), world.target, OPTIONS)).rejects.toMatchObject({
    code: 'DrillNotSteady',
    message: expect.stringContaining('ap-northeast-2 is unhealthy') as string,
  });
  expect(world.said).toEqual([]);
});

test('a drill that is given up heals what it broke', async () => {
  await using world = await smallWorld();
  const giveUp = new AbortController();
  const run = runDrill(regionLoss(), world.target, {
    ...OPTIONS,
    signal: giveUp.signal,
    tell: ({ phase }) => {
      if (phase !== 'steady' && phase !== 'fault') giveUp.abort(new Error('enough'));
    },
  });
  await expect(run).rejects.toThrow('enough');
  expect(world.said.at(-1)).toBe('end fault-1');
  expect([...world.buckets.primary]).toEqual([]);
});

test('what the site acknowledged to its own client is held beside what is stored', async () => {
  await using world = await smallWorld();
  const removed: string[] = [];
  /** The third write of all is nowhere. */
  const store = {
    newest: () => Promise.resolve(new Map<string, string>()),
    contents: (key: string) => Promise.resolve(key.endsWith('/3') ? [] : [key]),
    remove: (keys: readonly string[]) => Promise.resolve(void removed.push(...keys)),
  };
  const client: ClientDefinition = {
    ...{ name: 'order', everySeconds: 2 },
    async visit({ ask, number, drill, acknowledged }) {
      const { status, text } = await ask('/orders', { json: { number } });
      if (status !== 200) throw new Error(`${status} ${text}`);
      acknowledged({ key: `${drill}/${number}`, id: `${drill}/${number}` });
    },
    idOf: (body) => body,
  };
  const target = { ...world.target, client, data: { primary: store, standby: store } };
  const scenario = { ...regionLoss(), failsOver: false, lastsSeconds: 40, expect: {} };
  const { writes, errors } = await runDrill(scenario, target, OPTIONS);
  expect(writes).toMatchObject({
    ...{ client: 'order', isCompared: true, diverged: 0 },
    ...{ lost: { count: 1 }, doubled: { count: 0 }, soldTwice: { count: 0 } },
  });
  expect(writes?.lost.named).toEqual([expect.objectContaining({ place: 'edge' })]);
  const { begun = 0, completed = 0, failed = 0 } = writes?.visits ?? {};
  expect(begun).toBe(completed + failed);
  expect(writes?.acknowledged).toBe(completed);
  expect(writes?.failures).toEqual([{ reason: '502 a page', count: failed }]);
  expect(errors.filter(({ target: of }) => of === 'write')).toMatchObject([{ count: failed }]);
  expect(failed).toBeGreaterThan(0);
  expect(new Set(removed).size).toBe(completed);
});

test('drills of one seed begin at one moment in the life of an answer', async () => {
  const asked: number[] = [];
  const ttls = [3, 2, 2, 1, 3];
  const ttl = (): number => {
    asked.push(ttls[asked.length] ?? 1);
    return asked.at(-1) ?? 0;
  };
  await using world = await smallWorld({ ttl });
  await alignToAnswer(world.target, 0, OPTIONS.signal);
  expect(asked).toEqual(ttls); // as soon as it was renewed
  const { clock } = world.target;
  const beforeMs = clock.nowMs();
  asked.splice(0);
  await alignToAnswer(world.target, 0.5, OPTIONS.signal);
  // Half of a minute has passed by then.
  expect(clock.nowMs() - beforeMs).toBeGreaterThan(30_000);
});

test('an answer that is never renewed is not waited for without end', async () => {
  await using world = await smallWorld();
  const { clock } = world.target;
  const beforeMs = clock.nowMs();
  await alignToAnswer(world.target, 0, OPTIONS.signal);
  expect(clock.nowMs() - beforeMs).toBeGreaterThan(119_000);
});
