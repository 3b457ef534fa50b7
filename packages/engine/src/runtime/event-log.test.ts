import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@understudy/contract/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { EventRing } from '../supervisor/event-ring.ts';
import { EventLog } from './event-log.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** With the supervisor's numbers, as if it were beside it. */
function numbered(): EventLog {
  const ring = new EventRing((event) => log.append(event));
  const log = new EventLog((...of) => ring.record(...of));
  return log;
}

function record(log: EventLog, message: string): void {
  log.record('control', 2_000, 1_000, { type: 'log', level: 'info', message });
}

function filled(count: number): EventLog {
  const log = numbered();
  for (let index = 1; index <= count; index += 1) record(log, `event ${index}`);
  return log;
}

describe('the event log', () => {
  test('numbers events from one on, and stamps them as it was told', () => {
    const log = filled(1);
    expect(log.since(0)).toEqual([
      {
        sequence: 1,
        awsMs: 2_000,
        wallMs: 1_000,
        source: 'control',
        body: { type: 'log', level: 'info', message: 'event 1' },
      },
    ]);
  });

  test('keeps the last 2000', () => {
    const events = filled(2_010).since(0);
    expect(events).toHaveLength(2_000);
    expect(events[0]?.sequence).toBe(11);
    expect(events.at(-1)?.sequence).toBe(2_010);
  });

  test('goes on where the control plane before was', () => {
    const before = filled(3);
    const log = new EventLog(() => undefined, before.since(0));
    log.append({
      sequence: 4,
      awsMs: 0,
      wallMs: 0,
      source: 'global',
      body: { type: 'log', level: 'info', message: 'after' },
    });
    expect(log.since(2).map(({ sequence }) => sequence)).toEqual([3, 4]);
  });

  test('tells listeners of every event from then on, until they end', () => {
    const log = filled(3);
    const heard: number[] = [];
    const end = log.onEvent((event) => heard.push(event.sequence));
    record(log, 'heard');
    end();
    record(log, 'not heard');
    expect(heard).toEqual([4]);
  });

  test('rejects listeners without end', () => {
    const log = numbered();
    for (let index = 0; index < 100; index += 1) log.onEvent(() => undefined);
    expect(() => log.onEvent(() => undefined)).toThrow('more than 100 listeners');
  });
});

interface Listener {
  response: IncomingMessage;
  ids(): number[];
  text(): string;
}

async function listen(log: EventLog, sequence: number): Promise<Listener> {
  server = createServer((_request, response) => {
    log.stream(response, sequence);
    response.flushHeaders();
  });
  const made = server;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', () => resolve()));
  const { port } = made.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, host: '127.0.0.1' }, resolve).on('error', reject);
  });
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  response.on('error', () => undefined);
  return {
    response,
    text: () => text,
    ids: () => [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1])),
  };
}

describe('the event stream', () => {
  test('replays what came after the last event that was seen, and goes on', async () => {
    const log = filled(5);
    const { response, ids, text } = await listen(log, 3);
    expect(response.headers['content-type']).toBe('text/event-stream');
    record(log, 'event 6');
    await until(() => ids().includes(6), { withinMs: 2_000, what: 'the sixth event' });
    expect(ids()).toEqual([4, 5, 6]);
    const data = text()
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as { sequence: number });
    expect(data.map(({ sequence }) => sequence)).toEqual([4, 5, 6]);
  });

  test('replays all that is kept, however large', async () => {
    const log = numbered();
    for (let index = 0; index < 2_000; index += 1) record(log, 'x'.repeat(1_000));
    const { ids, response } = await listen(log, 0);
    record(log, 'live');
    await until(() => ids().includes(2_001), { withinMs: 5_000, what: 'the live event' });
    expect(ids()).toHaveLength(2_001);
    expect(response.destroyed).toBe(false);
  });

  test('cuts off a listener that does not read', async () => {
    const log = numbered();
    const { response } = await listen(log, 0);
    response.pause();
    const closed = new Promise<void>((resolve) => response.once('close', () => resolve()));
    // More than the bound and all that the kernel's buffers hold.
    for (let index = 0; index < 200; index += 1) record(log, 'x'.repeat(100_000));
    response.resume();
    await closed;
    expect(response.complete).toBe(false);
  });

  test('forgets a listener that went away', async () => {
    const log = numbered();
    const { response } = await listen(log, 0);
    response.destroy();
    let rejected = true;
    await until(
      () => {
        const ends: (() => void)[] = [];
        try {
          for (let index = 0; index < 100; index += 1) ends.push(log.onEvent(() => undefined));
          rejected = false;
        } catch {
          rejected = true;
        }
        for (const end of ends) end();
        return !rejected;
      },
      { withinMs: 2_000, what: 'the listener to be forgotten' },
    );
  });
});

test('an event of a kind that is not in the table is told as what it is', () => {
  const stamp = { sequence: 7, awsMs: 0, wallMs: 0, source: 'global' };
  const earthquake = { ...stamp, body: { type: 'earthquake' } };
  const log = new EventLog(() => undefined, [earthquake]);
  log.append({ ...earthquake, sequence: 8 });
  log.append('no event at all');
  const message = 'an event of a kind that is not known here: "earthquake"';
  const body = { type: 'log', level: 'warn', message };
  expect(log.since(0)).toEqual([
    { ...stamp, body },
    { ...stamp, sequence: 8, body },
  ]);
});
