import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '@understudy/contract/system-clock';
import { SeededRandom } from '@understudy/contract/testing';
import type { Report } from '@understudy/drill';
import { percentileOf } from '../packages/drill/src/measure/latency.ts';
import { totalOf } from '../packages/drill/src/measure/rto.ts';
import { KeptHttp1 } from '../packages/drill/src/traffic/kept-http1.ts';
import { OpenLoop } from '../packages/drill/src/traffic/open-loop.ts';
import { ExampleSite } from '../test/support/site.ts';
import { atLeast, atMost, measured, type Figure } from './support/figures.ts';

const DRILL_MS_MAX = 180_000;
const REQUESTS_PER_SECOND = 5_000;
const LOAD_MS = 5_000;

/** A drill with failback at speed 20, and what the maker of its traffic can do. */
export async function measureDrill(): Promise<Figure[]> {
  return [...(await regionLoss()), ...(await traffic())];
}

type Summary = Pick<Report, 'rto' | 'predicted'>;

async function regionLoss(): Promise<Figure[]> {
  await using site = new ExampleSite();
  const startedMs = performance.now();
  const { code, stdout, stderr } = await site.run(['drill', 'region-loss', '--json'], DRILL_MS_MAX);
  const wallSeconds = (performance.now() - startedMs) / 1000;
  if (code !== 0 && code !== 3) throw new Error(`drill failed with ${code}:\n${stderr}`);
  const { rto, predicted } = JSON.parse(stdout) as Summary;
  const bound = Math.round((predicted.rto.fresh?.highSeconds ?? 0) * 105) / 100;
  const errors = Object.values(rto).map(({ seconds, split }) =>
    seconds === null || split === null ? 0 : Math.abs(totalOf(split) - seconds),
  );
  return [
    atMost('drill region-loss at speed 20, with its engine: wall', wallSeconds, 's', 45),
    atMost('the same: RTO of fresh', rto.fresh?.seconds ?? Infinity, 's AWS time', bound),
    atMost('the same: what a split is off by', Math.max(...errors), 's', 0.5),
  ];
}

/** Kept connections to a server that does nothing else, in a process of its own. */
async function traffic(): Promise<Figure[]> {
  const server = fork(fileURLToPath(new URL('./support/plain-server.ts', import.meta.url)));
  const [port] = (await once(server, 'message')) as [number];
  const clock = new SystemClock({ epochMs: 0, speed: 1 });
  const random = new SeededRandom(1);
  const client = new KeptHttp1();
  const [late, latencies]: [number[], number[]] = [[], []];
  const place = { host: '127.0.0.1', port };
  const ask = { url: new URL('http://plain.test/'), method: 'GET' };
  const signal = new AbortController().signal;
  const intervalMs = 1000 / REQUESTS_PER_SECOND;
  const loop = new OpenLoop({
    ...{ clock, intervalMs, offsetMs: random.next() * intervalMs, refuse: () => undefined },
    send: async (dueMs) => {
      late.push(Math.abs(clock.nowMs() - dueMs));
      await client.send(ask, place, signal);
      latencies.push(clock.nowMs() - dueMs);
    },
  });
  const before = process.cpuUsage();
  loop.start();
  await clock.sleep(LOAD_MS);
  loop.stop();
  const { user, system } = process.cpuUsage(before);
  const answered = latencies.length / (LOAD_MS / 1000);
  client.close();
  server.kill();
  return [
    atLeast('traffic: answered in a second', answered, '', REQUESTS_PER_SECOND * 0.99),
    atMost('the same: sent before or after it was due, median', percentileOf(late, 50), 'ms', 1),
    measured('the same: CPU of its process', (user + system) / 1000 / LOAD_MS, 'cores'),
    measured('the same: latency from when it was due, median', percentileOf(latencies, 50), 'ms'),
  ];
}
