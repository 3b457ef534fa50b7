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
import type { Verdict, VictimOptions } from './victim.fixture.ts';

const VICTIM = fileURLToPath(new URL('./victim.fixture.ts', import.meta.url));
const STORE = '127.106.4.1';
const RESOLVER = '127.106.4.2';
const ASSETS = 'assets-of-victims';
/** A start takes most of a second, so each is used for several control planes. */
const ENGINES = 5;
const STARTS = 24;
const LIFE_MS_MAX = 900;
/** Each third start is killed in its recovery, which begins about here after the fork. */
const RECOVERY_MS_MIN = 600;
const RECOVERY_MS_MAX = 1_400;
const VERDICT_MS_MAX = 30_000;

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

test('a control plane that is killed a hundred times leaves nothing that its stack does not know', async () => {
  const interrupted = new Map<string, number>();
  for (let start = 0; start < STARTS; start += 1) {
    const verdicts = await untilKilled(start);
    for (const { engine, before = 'none', problems } of verdicts) {
      expect(problems, `seed ${seed}, start ${start}, engine ${engine}, ${before}`).toEqual([]);
      interrupted.set(before, (interrupted.get(before) ?? 0) + 1);
    }
  }
  process.stdout.write(
    `${STARTS * ENGINES} kills, seed ${seed}: ${JSON.stringify(Object.fromEntries(interrupted))}\n`,
  );
}, 120_000);

/**
 * Starts the control planes, hears what they found, and kills them at a random moment of what they
 * do next.
 */
async function untilKilled(start: number): Promise<Verdict[]> {
  const options: VictimOptions = {
    directory: folder,
    engines: ENGINES,
    seed: seed + 1_000 * start,
    assets: ASSETS,
    resolver: RESOLVER,
    store: { address: STORE, port: HTTP_PORT, key },
  };
  const child = fork(VICTIM, [JSON.stringify(options)], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  const verdicts: Verdict[] = [];
  child.on('message', (verdict: Verdict) => void verdicts.push(verdict));
  const inRecovery = start % 3 === 2;
  if (inRecovery)
    await timeOut(RECOVERY_MS_MIN + random.next() * (RECOVERY_MS_MAX - RECOVERY_MS_MIN));
  else {
    await Promise.race([heard(child, verdicts), ended, timeOut(VERDICT_MS_MAX)]);
    await timeOut(random.next() * LIFE_MS_MAX);
  }
  child.kill('SIGKILL');
  await ended;
  if (verdicts.length < ENGINES && !inRecovery)
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

function timeOut(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
