import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { VirtualClock, until } from '@understudy/contract/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InterfaceListeners } from './interface-listeners.ts';
import { FLEET_LIMITS } from '../limits.ts';
import { SilentConnections } from '../../net/silent-connections.ts';
import { FakeNetwork } from '../testing/fakes.ts';

const ADDRESS = '127.105.200.1';
const limits = { ...FLEET_LIMITS, silentConnectionsMax: 2 };
let clock: VirtualClock;
let network: FakeNetwork;
let silence: SilentConnections;
let program: Server;
let listeners: InterfaceListeners;

beforeEach(async () => {
  clock = new VirtualClock();
  network = new FakeNetwork();
  silence = new SilentConnections(clock, limits);
  program = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await once(program.listen(0, '127.0.0.1'), 'listening');
  listeners = new InterfaceListeners({
    address: ADDRESS,
    programPort: (program.address() as AddressInfo).port,
    portPlan: { privilegedPortOffset: 8000 },
    network,
    silence,
    limits,
    faults: {
      clock,
      areAny: () => false,
      decide: () => ({ delayMs: 0, isError: false }),
    },
  });
  await listeners.serve(
    new Map([
      [80, 'web'],
      [22, 'closed'],
    ]),
  );
});

afterEach(() => {
  listeners.close();
  silence.close();
  program.close();
});

it('passes bytes to the program and back, whole, also after one side has ended', async () => {
  const socket = connect(8080, ADDRESS);
  const sent = 'x'.repeat(5_000_000);
  socket.end(sent);
  expect((await text(socket)).length).toBe(sent.length);
});

it('resets a connection to a port that rules admit and where nobody listens', async () => {
  const socket = connect(8022, ADDRESS);
  expect(await ended(socket)).toMatch(/ECONNRESET|end/);
});

it('resets the connection when the program does not listen', async () => {
  program.close();
  const socket = connect(8080, ADDRESS);
  expect(await ended(socket)).toMatch(/ECONNRESET|end/);
});

it('keeps silent to a sender that no rule admits, until its time is over', async () => {
  await listeners.serve(
    new Map([
      [80, 'web'],
      [81, 'web'],
    ]),
  );
  network.refusedPorts.add(80);
  const socket = connect(8080, ADDRESS);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += String(chunk)));
  let isOver = false;
  const end = ended(socket).finally(() => (isOver = true));
  socket.write('hello?');
  // What was asked later is answered meanwhile: the first had its time for an answer too.
  const other = connect(8081, ADDRESS);
  other.end('ping');
  expect(await text(other)).toBe('ping');
  expect(isOver).toBe(false);
  await until(
    async () => {
      await clock.advance(limits.silentConnectionMs);
      return isOver;
    },
    { withinMs: 2_000, what: 'the end of the silence' },
  );
  await end;
  expect(heard).toBe('');
});

it('holds only so many silent connections: the oldest goes first', async () => {
  network.refusedPorts.add(80);
  const sockets = [1, 2, 3].map(() => connect(8080, ADDRESS));
  const ends = sockets.map(ended);
  const first = await Promise.race(ends.map(async (end, index) => [index, await end]));
  expect(first[0]).toBe(0);
  expect(sockets.slice(1).map(({ destroyed }) => destroyed)).toEqual([false, false]);
  for (const socket of sockets) socket.destroy();
});

it('listens on other ports as soon as it is told to', async () => {
  await listeners.serve(new Map([[81, 'web']]));
  const socket = connect(8081, ADDRESS);
  socket.end('hello');
  expect(await text(socket)).toBe('hello');
  await expect(once(connect(8080, ADDRESS), 'connect')).rejects.toThrow('ECONNREFUSED');
});

it('says which port it could not have', async () => {
  const blocker = createServer().listen(8082, ADDRESS);
  await once(blocker, 'listening');
  expect(await listeners.serve(new Map([[82, 'web']]))).toEqual([
    expect.stringMatching(/^port 82 of 127.105.200.1 is not served: .*EADDRINUSE/),
  ]);
  expect(listeners.isServing(82)).toBe(false);
  blocker.close();
});

function ended(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', (error) => resolve(error.message));
    socket.once('close', () => resolve('end'));
    socket.resume();
  });
}
