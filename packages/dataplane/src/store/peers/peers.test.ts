import { mkdtempSync, rmSync } from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { until, VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PEER_QUESTION_WALL_MS, REPLICATION_CONNECTIONS_MAX } from '../bounds.ts';
import { Metadata } from '../disk/metadata.ts';
import { NO_ATTRIBUTES } from '../model.ts';
import type { ReplicaHead } from './peer-protocol.ts';
import { Peers } from './peers.ts';
import { frameReplica, type ReplicaFrame } from '../replication/replica-frame.ts';
import { REPLICATION } from '../store.fixture.ts';

let directory: string;
let metadata: Metadata;
let peers: Peers;
const servers: http.Server[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'understudy-peers-'));
  metadata = new Metadata(directory);
});

afterEach(async () => {
  peers.close();
  metadata.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(directory, { recursive: true, force: true });
});

async function listen(
  address: string,
  port: number,
  answer: http.RequestListener,
): Promise<number> {
  const server = http.createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return (server.address() as AddressInfo).port;
}

const here: http.RequestListener = (request, response) => {
  if (request.method === 'GET') response.end('{"state":"here","versioning":"Enabled"}');
};

async function ask(port: number, others: { region: string; address: string }[]): Promise<void> {
  const clock = new VirtualClock({ startMs: Date.now() });
  peers = new Peers({ region: 'home', clock, buckets: metadata.buckets, port });
  peers.configure({
    ...{ address: '127.102.9.1', peers: others, replicationKey: REPLICATION },
  });
}

function frame(): ReplicaFrame {
  const head: ReplicaHead = {
    ...{ kind: 'object', sourceBucket: 'b', role: 'r', key: 'k', versionId: 'v', etag: 'e' },
    ...{ modifiedMs: 1, sizeBytes: 0, attributes: NO_ATTRIBUTES, tags: [] },
    tagsChange: { ms: 1, by: 'b' },
  };
  return frameReplica(head, Readable.from([]));
}

it('answers where a bucket is while all connections for replicas are taken', async () => {
  let taken = 0;
  const port = await listen('127.102.9.2', 0, (request, response) => {
    if (request.method === 'PUT') taken++;
    else here(request, response);
  });
  await ask(port, [{ region: 'away', address: '127.102.9.2' }]);
  const closing = new AbortController();
  const sent = Array.from({ length: REPLICATION_CONNECTIONS_MAX + 8 }, () =>
    peers
      .sendReplica('away', { bucket: 'to', frame: frame() }, closing.signal)
      .catch(() => undefined),
  );
  const isFull = (): boolean => taken === REPLICATION_CONNECTIONS_MAX;
  await until(isFull, { withinMs: 5000, what: 'all connections taken' });
  expect(await peers.locate('to')).toMatchObject({ kind: 'region', region: 'away' });
  closing.abort();
  await Promise.all(sent);
});

it('does not wait for a region that hangs where another one is known to have the bucket', async () => {
  const port = await listen('127.102.9.2', 0, here);
  await listen('127.102.9.3', port, () => undefined);
  await ask(port, [
    { region: 'hung', address: '127.102.9.3' },
    { region: 'away', address: '127.102.9.2' },
  ]);
  expect(await peers.locate('to')).toMatchObject({ kind: 'region', region: 'away' });
  const startMs = performance.now();
  expect(await peers.locate('to')).toMatchObject({ kind: 'region', region: 'away' });
  expect(performance.now() - startMs).toBeLessThan(PEER_QUESTION_WALL_MS / 2);
});

it('asks once for a bucket that is nowhere, until it may have been made', async () => {
  let asked = 0;
  let state = 'absent';
  const port = await listen('127.102.9.2', 0, (_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ state, versioning: '' }));
  });
  const away = { region: 'away', address: '127.102.9.2' };
  await ask(port, [away]);
  for (let time = 0; time < 3; time++)
    expect(await peers.locate('none')).toEqual({ kind: 'nowhere' });
  expect(asked).toBe(1);
  // Who makes one here asks whatever was so a moment ago: the others are to forget it, too.
  await peers.locate('none', { anew: true });
  expect(asked).toBe(2);
  state = 'here';
  expect(await peers.locate('none')).toEqual({ kind: 'nowhere' });
  peers.wasAskedFor('none');
  expect(await peers.locate('none')).toMatchObject({ kind: 'region', region: 'away' });
  expect(asked).toBe(3);
});

it('does not take a region that cannot be asked for one without the bucket', async () => {
  let broken = true;
  const port = await listen('127.102.9.2', 0, (_request, response) => {
    response.end(broken ? 'no JSON' : '{"state":"here","versioning":""}');
  });
  await ask(port, [{ region: 'away', address: '127.102.9.2' }]);
  expect(await peers.locate('to')).toMatchObject({ kind: 'unknown', region: 'away' });
  broken = false;
  expect(await peers.locate('to')).toMatchObject({ kind: 'region', region: 'away' });
});
