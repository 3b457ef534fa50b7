import { VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exchange, responseCode } from '../net/resolve-exchange.ts';
import { FaultsNow } from '../faults/faults-now.ts';
import { Dns } from './dns.ts';
import { TtlCache } from './resolver/cache.ts';
import {
  ADDRESS,
  ask,
  dnsConfig,
  freePort,
  SettableHealth,
  systemContext,
  textOf,
} from './dns.fixture.ts';
import { encodeA } from './wire/addresses.ts';
import { RCODE, TYPE } from './wire/codes.ts';
import { canonicalName } from './wire/names.ts';

const NAME = 'plain.ticketing.pw';
let port: number;
let faults: FaultsNow;
let dns: Dns;
const context = systemContext();

beforeEach(async () => {
  port = await freePort();
  faults = new FaultsNow();
  dns = new Dns(context, { health: new SettableHealth(), faults });
  await dns.apply(dnsConfig(port));
});
afterEach(() => dns.close());

const resolver = () => ({ address: ADDRESS.resolver, port });
const nameServer = (index: number) => ({ address: ADDRESS.nameServers[index] ?? '', port });

test('name servers that crash are not there, and the resolver asks the others', async () => {
  faults.apply([{ subject: 'name-servers', mode: 'crash', count: 3 }]);
  await dns.apply(dnsConfig(port));
  await expect(ask(context, nameServer(0), { name: NAME })).rejects.toThrow();
  expect(textOf((await ask(context, nameServer(3), { name: NAME })).answers)).toHaveLength(2);
  expect(textOf((await ask(context, resolver(), { name: NAME })).answers)).toHaveLength(2);
  faults.apply([]);
  await dns.apply(dnsConfig(port));
  expect(textOf((await ask(context, nameServer(0), { name: NAME })).answers)).toHaveLength(2);
});

test('without any name server, a name that is not cached is lost', async () => {
  faults.apply([{ subject: 'name-servers', mode: 'crash' }]);
  await dns.apply(dnsConfig(port));
  expect(responseCode(await ask(context, resolver(), { name: NAME }))).toBe(RCODE.SERVFAIL);
});

test('a name server that hangs takes queries and answers none', async () => {
  faults.apply([{ subject: 'name-servers', mode: 'hang', count: 1 }]);
  await dns.apply(dnsConfig(port));
  const unanswered = exchange({
    ...{ clock: context.clock, server: nameServer(0), localAddress: ADDRESS.client },
    ...{ question: { name: NAME, type: TYPE.A }, recursionDesired: false, timeoutWallMs: 200 },
  });
  await expect(unanswered).rejects.toThrow(/answer/);
  expect(textOf((await ask(context, resolver(), { name: NAME })).answers)).toHaveLength(2);
});

test('a resolver that ignores TTLs keeps an answer for as long as it pleases, and does not say so', () => {
  const clock = new VirtualClock();
  let keptMs = 0;
  const cache = new TtlCache(clock, () => keptMs);
  const name = canonicalName('www.ticketing.pw');
  cache.keepRecords([{ name, type: TYPE.A, ttlSeconds: 60, data: encodeA('127.1.2.3') }]);
  const told = () => {
    const found = cache.find(name, TYPE.A);
    return found?.kind === 'records' ? found.records[0]?.ttlSeconds : undefined;
  };
  expect(told()).toBe(60);
  keptMs = 3_600_000;
  void clock.advance(600_000);
  expect(told()).toBe(60);
  keptMs = 0;
  expect(told()).toBeUndefined();
});
