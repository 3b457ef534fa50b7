import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SigningKey } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/dataplane';
import { TEST_ACCOUNT } from '../../kernel/kernel.fixture.ts';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { zipOf } from '../../services/imagebuilder/zip.fixture.ts';
import { RESOURCE_HANDLERS } from '../registry.ts';
import { HTTP_PORT, startRegion, stopRegion } from '../s3/region-process.fixture.ts';
import { everyType } from './every-type.fixture.ts';
import type { Work } from './moment.fixture.ts';
import type { Verdict, VictimOptions } from './victim.fixture.ts';

const VICTIM = fileURLToPath(new URL('./victim.fixture.ts', import.meta.url));
const STORE = '127.106.4.1';
const RESOLVER = '127.106.4.2';
const ASSETS = 'assets-of-victims';
/** A start takes most of a second, so each is used for several control planes. */
const ENGINES = 3;
const STARTS = Number(process.env['UNDERSTUDY_STARTS'] ?? 12);
/** Each third start is killed while it recovers from the kill before it. */
const WORKS = [
  ...['UpdateStack', 'CreateStack', 'recovery', 'UpdateStack', 'DeleteStack', 'recovery'],
  ...['UpdateStack', 'UpdateStack', 'recovery', 'UpdateStack', 'DeleteStack', 'recovery'],
] as Work[];
/** One work writes a little more or less than the last one of its kind, and is not to be over. */
const SHARE_MAX = 0.9;
const TURNS_MAX = 5;
/** Of the updates, a third of the starts, that are not killed in their recovery as well. */
const UPDATES_MIN = STARTS / 4;
const START_MS_MAX = 60_000;
const KILLS_MS_MAX = STARTS * 15_000;

const seed = Number(process.env['UNDERSTUDY_SEED'] ?? Date.now() % 1_000_000);
const random = new SeededRandom(seed);
const key: SigningKey = {
  accessKeyId: 'AKIAUNDERSTUDY000001',
  secretAccessKey: 'secret',
  principal: {
    kind: 'account',
    accountId: TEST_ACCOUNT,
    arn: `arn:aws:iam::${TEST_ACCOUNT}:user/understudy`,
  },
};
let folder: string;
let region: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-interruption-'));
  const clock = new SystemClock({ epochMs: 0, speed: 1 });
  const authority = await CertificateAuthority.load({ directory: path.join(folder, 'ca'), clock });
  region = await startRegion({
    region: 'us-east-1',
    account: TEST_ACCOUNT,
    directory: path.join(folder, 'region'),
    store: {
      address: STORE,
      certificate: await authority.issue(['s3.us-east-1.amazonaws.com']),
      signingKeys: [key],
      anyKey: false,
      replicationKey: key,
      peers: [],
    },
  });
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://${STORE}:${HTTP_PORT}`,
    forcePathStyle: true,
    credentials: key,
  });
  await client.send(new CreateBucketCommand({ Bucket: ASSETS }));
  const Body = zipOf([{ name: 'Procfile', content: 'web: node server.js' }]);
  await client.send(new PutObjectCommand({ Bucket: ASSETS, Key: 'web.zip', Body }));
  client.destroy();
});
afterAll(async () => {
  await stopRegion(region);
  await rm(folder, { recursive: true });
});

test('every resource type is among what is interrupted', () => {
  const variant = { isSecond: false, prefix: '', zoneId: '', domain: '', assets: '' };
  const template = JSON.parse(everyType(variant)) as {
    Resources: Record<string, { Type: string }>;
  };
  const types = new Set(Object.values(template.Resources).map((resource) => resource.Type));
  expect([...types].sort()).toEqual(RESOURCE_HANDLERS.map((handler) => handler.type).sort());
});

test(
  'a control plane that is killed again and again leaves nothing that its stack does not know',
  async () => {
    const interrupted = new Map<string, number>();
    let updates = 0;
    for (let start = 0; start < STARTS; start += 1) {
      const verdicts = await untilKilled(start);
      for (const { engine, before = 'none', problems } of verdicts) {
        expect(problems, `seed ${seed}, start ${start}, engine ${engine}, ${before}`).toEqual([]);
        interrupted.set(before, (interrupted.get(before) ?? 0) + 1);
        const wasKilled = engine === killedAt(start - 1) && workAt(start - 1) === 'UpdateStack';
        if (wasKilled && /^UPDATE_.*IN_PROGRESS$/.test(before)) updates += 1;
      }
    }
    process.stdout.write(
      `${STARTS * ENGINES} kills, seed ${seed}, ${updates} in updates: ${JSON.stringify(Object.fromEntries(interrupted))}\n`,
    );
    expect(updates).toBeGreaterThanOrEqual(UPDATES_MIN);
  },
  KILLS_MS_MAX,
);

function workAt(start: number): Work {
  return WORKS[start % WORKS.length] ?? 'recovery';
}

/** A recovery is that of the control plane which was killed at the start before. */
function killedAt(start: number): number {
  return (workAt(start) === 'recovery' ? start - 1 : start) % ENGINES;
}

/**
 * Starts the control planes, hears what they found, and lets them work until one of them comes to
 * the moment at which all are killed.
 */
async function untilKilled(start: number): Promise<Verdict[]> {
  const during = workAt(start);
  const options: VictimOptions = {
    directory: folder,
    engines: ENGINES,
    seed: seed + 1_000 * start,
    assets: ASSETS,
    resolver: RESOLVER,
    store: { address: STORE, port: HTTP_PORT, key },
    killed: killedAt(start),
    moment: {
      during,
      share: random.next() * SHARE_MAX,
      turns: Math.floor(random.next() * TURNS_MAX),
    },
  };
  const child = fork(VICTIM, [JSON.stringify(options)], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  const verdicts: Verdict[] = [];
  child.on('message', (verdict: Verdict) => void verdicts.push(verdict));
  void heard(child, verdicts).then(() => child.connected && child.send('all heard'));
  const isLate = await Promise.race([ended.then(() => false), timeOut(START_MS_MAX)]);
  if (isLate) child.kill('SIGKILL');
  await ended;
  if (isLate) verdicts.push({ engine: -1, problems: [`was not killed in its ${during}`] });
  if (verdicts.length < ENGINES && during !== 'recovery')
    verdicts.push({ engine: -1, problems: [`only ${verdicts.length} of ${ENGINES} answered`] });
  return verdicts;
}

function heard(child: ChildProcess, verdicts: readonly Verdict[]): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', () => {
      if (verdicts.length >= ENGINES) resolve();
    });
  });
}

function timeOut(ms: number): Promise<true> {
  return new Promise((resolve) => void setTimeout(resolve, ms, true as const).unref());
}
