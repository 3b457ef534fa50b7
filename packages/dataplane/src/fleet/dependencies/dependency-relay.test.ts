import { once } from 'node:events';
import { Agent, createServer as createHttpServer, request, type Server } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FaultOf } from '@understudy/contract';
import { until, VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultsNow } from '../../faults/faults-now.ts';
import { DependencyRelays } from './dependency-relays.ts';

const ADDRESS = '127.105.240.13';
let clock: VirtualClock;
let faults: FaultsNow;
let relays: DependencyRelays;
let dependency: Server;
let port: number;
let agent: Agent;

beforeEach(async () => {
  clock = new VirtualClock();
  faults = new FaultsNow();
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  dependency = createHttpServer((asked, answer) => asked.pipe(answer));
  await once(dependency.listen(0, '127.0.0.1'), 'listening');
  port = (dependency.address() as AddressInfo).port;
  relays = relaysOf({});
});

afterEach(() => {
  agent.destroy();
  relays.close();
  dependency.closeAllConnections();
  dependency.close();
});

function relaysOf(limits: { connectionsMax?: number; relaysMax?: number }): DependencyRelays {
  return new DependencyRelays({
    ...{ clock, faults, emit: () => undefined, connectionsMax: 100, relaysMax: 10, ...limits },
  });
}

/** What a program of the region is told in place of the dependency. */
async function told(to = port): Promise<URL> {
  const userData = `PAYMENTS_URL=http://127.0.0.1:${to}/pay`;
  expect(await relays.open(ADDRESS, [userData])).toEqual([]);
  const variables = relays.variablesFor(new Map([['PAYMENTS_URL', `http://127.0.0.1:${to}/pay`]]));
  return new URL(variables.get('PAYMENTS_URL') ?? '');
}

function post(url: URL, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent }, (answer) => {
      text(answer).then((got) => resolve({ status: answer.statusCode ?? 0, body: got }), reject);
    });
    sent.once('error', reject).end(body);
  });
}

function breakIt(mode: FaultOf<'dependency'>['mode'], more: { delaySeconds?: number } = {}): void {
  faults.apply([{ subject: 'dependency', port, mode, ...more }]);
}

const connected = (): Promise<number> =>
  new Promise((resolve) => dependency.getConnections((_, count) => resolve(count)));

describe('without a fault', () => {
  it('leads to the dependency by an address of the region, bytes untouched', async () => {
    const url = await told();
    expect(url.hostname).toBe(ADDRESS);
    expect(url.pathname).toBe('/pay');
    const body = 'x'.repeat(3_000_000);
    expect(await post(url, body)).toEqual({ status: 200, body });
  });

  it('lets one side end and the other go on', async () => {
    const upper = createServer({ allowHalfOpen: true }, (socket) => {
      void text(socket).then((got) => socket.end(got.toUpperCase()));
    });
    await once(upper.listen(0, '127.0.0.1'), 'listening');
    const url = await told((upper.address() as AddressInfo).port);
    const socket = connect(Number(url.port), ADDRESS);
    socket.end('half');
    expect(await text(socket)).toBe('HALF');
    upper.close();
  });

  it('has no more connections than its bound, and refuses the next', async () => {
    relays.close();
    relays = relaysOf({ connectionsMax: 1 });
    const url = await told();
    const first = connect(Number(url.port), ADDRESS);
    await until(async () => (await connected()) === 1, { withinMs: 5_000, what: 'the first' });
    const second = connect(Number(url.port), ADDRESS);
    await ended(second);
    expect(first.destroyed).toBe(false);
    first.destroy();
  });

  it('has no more relays than its bound, and says what is asked past the region', async () => {
    relays.close();
    relays = relaysOf({ relaysMax: 1 });
    await told();
    const problems = await relays.open(ADDRESS, ['B=http://localhost:4001\nC=http://localhost:1']);
    expect(problems[0]).toMatch(/^localhost:4001 is asked past the region/);
    const variables = new Map([['B', 'http://localhost:4001']]);
    expect(relays.variablesFor(variables)).toEqual(variables);
  });

  it('refuses where the dependency does, and ends with the region', async () => {
    const url = await told();
    dependency.closeAllConnections();
    dependency.close();
    await expect(post(url, '')).rejects.toThrow(/ECONNRESET|hang up/);
    relays.close();
    await expect(post(url, '')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('a dependency', () => {
  it('that refuses ends what is open, takes no connection, and is there again under its port', async () => {
    const url = await told();
    await post(url, '');
    const open = connect(Number(url.port), ADDRESS);
    await until(async () => (await connected()) === 2, { withinMs: 5_000, what: 'it is open' });
    breakIt('refuse');
    await ended(open);
    await expect(post(url, '')).rejects.toThrow();
    await expect(post(url, '')).rejects.toThrow(/ECONNREFUSED/);
    faults.apply([]);
    const isBack = () =>
      post(url, 'back').then(
        ({ body }) => body === 'back',
        () => false,
      );
    await until(isBack, { withinMs: 5_000, what: 'it is back' });
  });

  it('that hangs answers nothing on open and new connections, and all of it once it is healed', async () => {
    const url = await told();
    await post(url, '');
    breakIt('hang');
    let answers = 0;
    const count = <T>(answer: T): T => (answers++, answer);
    const kept = post(url, 'kept').then(count);
    const fresh = fetch(url, { method: 'POST', body: 'fresh' }).then(count);
    await until(async () => (await connected()) === 2, { withinMs: 5_000, what: 'both connect' });
    await clock.advance(60_000);
    expect(answers).toBe(0);
    faults.apply([]);
    expect((await kept).body).toBe('kept');
    expect(await (await fresh).text()).toBe('fresh');
  });

  it('that is slow answers late, also on a connection that was open', async () => {
    const url = await told();
    await post(url, '');
    breakIt('slow', { delaySeconds: 5 });
    const after = vi.spyOn(clock, 'after');
    let isAnswered = false;
    const answer = post(url, 'late').finally(() => (isAnswered = true));
    await until(() => after.mock.calls.length > 0, {
      withinMs: 5_000,
      what: 'it is being delayed',
    });
    await clock.advance(4_999);
    expect(isAnswered).toBe(false);
    await clock.advance(1);
    expect(await answer).toEqual({ status: 200, body: 'late' });
  });

  it('that fails answers 503 itself, also on a connection that was open', async () => {
    const url = await told();
    await post(url, '');
    breakIt('error');
    expect((await post(url, 'x')).status).toBe(503);
    expect((await post(url, 'x')).status).toBe(503);
    faults.apply([]);
    expect((await post(url, 'x')).status).toBe(200);
  });

  it('on another port is well', async () => {
    const url = await told();
    faults.apply([{ subject: 'dependency', port: port - 1, mode: 'refuse' }]);
    expect((await post(url, 'x')).status).toBe(200);
  });
});

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined).once('close', () => resolve());
    socket.resume();
  });
}
