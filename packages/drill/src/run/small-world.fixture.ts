import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UnderstudyEvent } from '@understudy/contract';
import { SystemClock } from '@understudy/contract/system-clock';
import { SeededRandom } from '@understudy/contract/testing';
import * as dnsPacket from 'dns-packet';
import type { DrillTarget, MarkerStore } from '../target.ts';

/** AWS time, so that a drill of minutes takes seconds. */
const SPEED = 60;

/**
 * A site of two web servers on this machine, the name server that leads to one of them, and two
 * buckets: what a drill needs of a world.
 */
export interface SmallWorld extends AsyncDisposable {
  target: DrillTarget;
  /** What was asked of the fault port. */
  said: string[];
  buckets: { primary: Map<string, string>; standby: Map<string, string> };
}

interface State {
  isLost: boolean;
  /** Where the name leads. */
  leadsTo: string;
  listeners: ((event: UnderstudyEvent) => void)[];
}

const [PRIMARY, STANDBY] = ['127.0.0.1', '127.0.0.2'];

export async function smallWorld({
  isBroken = false,
  /** Its checkers say so once somebody listens. */
  isUnhealthy = false,
  /** So long the name leads to the standby at first, and to the primary then. */
  awaySeconds = 0,
  /** Of each answer of the name server: seconds of the wall. */
  ttl = () => 60 / SPEED,
} = {}): Promise<SmallWorld> {
  const state: State = { isLost: isBroken, leadsTo: PRIMARY, listeners: [] };
  const clock = new SystemClock({ epochMs: 0, speed: SPEED });
  if (awaySeconds > 0) {
    state.leadsTo = STANDBY;
    clock.after(awaySeconds * 1000, () => void (state.leadsTo = PRIMARY));
  }
  const primary = await webServer(PRIMARY, 0, () => (state.isLost ? 502 : 200));
  const { port } = primary.address() as AddressInfo;
  const standby = await webServer(STANDBY, port, () => 200);
  const dns = await nameServer(() => state.leadsTo, ttl);
  const said: string[] = [];
  const buckets = { primary: new Map<string, string>(), standby: new Map<string, string>() };
  const tell = (body: UnderstudyEvent['body']): void =>
    state.listeners.forEach((listener) =>
      listener({ sequence: 1, awsMs: clock.nowMs(), wallMs: 0, source: 'global', body }),
    );
  const turn = (isLost: boolean): void => {
    state.isLost = isLost;
    clock.after(30_000, () => {
      state.leadsTo = isLost ? STANDBY : PRIMARY;
      const status = isLost ? 'unhealthy' : 'healthy';
      tell({ type: 'health-check', ...HEALTH, status });
      tell({
        type: 'dns-answer-changed',
        ...ANSWER,
        setIdentifier: isLost ? 'standby' : 'primary',
      });
    });
  };
  const target: DrillTarget = {
    ...{ clock, random: new SeededRandom(1), site: SITE, describe: ({ body }) => body.type },
    network: {
      resolver: { address: '127.0.0.1', port: (dns.address() as AddressInfo).port },
      portOf: () => port,
      ca: undefined,
      placeOf: (address) => (address === PRIMARY ? 'edge' : 'us-east-1'),
    },
    faults: {
      begin: (fault) => {
        said.push(JSON.stringify(fault));
        turn(true);
        return Promise.resolve('fault-1');
      },
      end: (id) => {
        said.push(`end ${id}`);
        turn(false);
        return Promise.resolve();
      },
    },
    events: (signal) => {
      if (isUnhealthy)
        clock.after(1_000, () => tell({ type: 'health-check', ...HEALTH, status: 'unhealthy' }));
      return eventsOf(state, signal);
    },
    markers: {
      primary: bucketOf(buckets.primary, (key, body) => {
        if (state.isLost) throw new Error('the region is lost');
        buckets.standby.set(key, body);
      }),
      standby: bucketOf(buckets.standby),
    },
  };
  const close = async (): Promise<void> => {
    dns.close();
    for (const server of [primary, standby]) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  };
  return { target, said, buckets, [Symbol.asyncDispose]: close };
}

const SITE: DrillTarget['site'] = {
  ...{ domain: 'site.test', primary: 'ap-northeast-2', standby: 'us-east-1', design: 'viewer' },
  healthCheck: { intervalSeconds: 10, failureThreshold: 3 },
  objectives: { rtoSeconds: 100, errorBudget: 0.001, profiles: ['fresh'] },
  ...{ pageUrl: 'http://site.test/', staticUrl: undefined, config: {}, versions: {} },
  templates: [],
};
const HEALTH = { healthCheckId: 'h', healthyCheckers: 2, checkers: 16, reason: '' };
const ANSWER = { zone: 'Z', name: 'site.test.', recordType: 'A', reason: '' };

async function webServer(
  address: string,
  port: number,
  status: () => number,
): Promise<http.Server> {
  const server = http.createServer((_request, response) => {
    response.writeHead(status()).end('a page');
  });
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

async function nameServer(leadsTo: () => string, ttl: () => number): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, { address, port }) => {
    const { id = 0, questions = [] } = dnsPacket.decode(message);
    const [name = ''] = questions.map((question) => question.name);
    const answers = [{ type: 'A' as const, name, ttl: ttl(), data: leadsTo() }];
    socket.send(dnsPacket.encode({ type: 'response', id, questions, answers }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

async function* eventsOf(state: State, signal: AbortSignal): AsyncGenerator<UnderstudyEvent> {
  const waiting: UnderstudyEvent[] = [];
  let wake: () => void = () => undefined;
  state.listeners.push((event) => {
    waiting.push(event);
    wake();
  });
  signal.addEventListener('abort', () => wake());
  while (!signal.aborted) {
    yield* waiting.splice(0);
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

function bucketOf(
  objects: Map<string, string>,
  onPut: (key: string, body: string) => void = () => undefined,
): MarkerStore {
  return {
    put: (key, body) => {
      try {
        onPut(key, body);
      } catch (error) {
        return Promise.reject(error as Error);
      }
      objects.set(key, body);
      return Promise.resolve();
    },
    list: () =>
      Promise.resolve([...objects].map(([key, body]) => ({ key, bytes: body.length, etag: key }))),
    clear: () => Promise.resolve(objects.clear()),
  };
}
