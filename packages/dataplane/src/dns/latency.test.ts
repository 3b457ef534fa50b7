import packet from 'dns-packet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DnsConfig, RecordSet } from '@understudy/contract';
import { Dns } from './dns.ts';
import {
  ADDRESS,
  ask,
  dnsConfig,
  freePort,
  SettableHealth,
  systemContext,
  textOf,
} from './dns.fixture.ts';
import { askRawUdp } from './raw-client.ts';

const NAME = 'near.ticketing.pw';
const [TOKYO, IRELAND] = ['127.1.0.1', '127.2.0.1'];
/** Of EC2 in eu-central-1, and of nobody (RFC 5737). */
const [FRANKFURT_SUBNET, DOCUMENTATION_SUBNET] = ['3.120.7.0', '192.0.2.0'];

let port: number;
let context: ReturnType<typeof systemContext>;
let dns: Dns;

beforeEach(async () => {
  port = await freePort();
  context = systemContext();
  dns = new Dns(context, { health: new SettableHealth() });
});
afterEach(() => dns.close());

const nameServer = () => ({ address: ADDRESS.nameServers[0], port });

function config(changes: Partial<DnsConfig> = {}): DnsConfig {
  const made = dnsConfig(port, changes);
  const latency = (region: string, address: string): RecordSet => ({
    name: `${NAME}.`,
    type: 'A',
    ttlSeconds: 60,
    values: [address],
    setIdentifier: region,
    routing: { kind: 'latency', region },
  });
  made.hostedZones[0]?.records.push(
    latency('ap-northeast-1', TOKYO),
    latency('eu-west-1', IRELAND),
  );
  return made;
}

/** As a resolver that passes on its client's subnet. */
async function askFor(name: string, ip: string, sourcePrefixLength = 24) {
  const subnet = { code: 8, ip, sourcePrefixLength } as never;
  const query = packet.encode({
    type: 'query',
    id: 7,
    questions: [{ name, type: 'A' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 1_232,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [subnet],
      },
    ],
  });
  const { answers, additionals } = packet.decode(await askRawUdp(nameServer(), query));
  const [opt] = additionals ?? [];
  const [option] = opt?.type === 'OPT' ? opt.options : [];
  return { texts: textOf(answers), option };
}

test('the client subnet decides, and comes back with what the answer is good for', async () => {
  await dns.apply(config());
  expect(await askFor(NAME, FRANKFURT_SUBNET)).toMatchObject({
    texts: [`A "${IRELAND}"`],
    option: { ip: FRANKFURT_SUBNET, sourcePrefixLength: 24, scopePrefixLength: 24 },
  });
  // Of this one nobody knows where it is, so the resolver's place counts: Seoul.
  expect(await askFor(NAME, DOCUMENTATION_SUBNET)).toMatchObject({
    texts: [`A "${TOKYO}"`],
    option: { sourcePrefixLength: 24, scopePrefixLength: 24 },
  });
  expect(await askFor(NAME, '0.0.0.0', 0)).toMatchObject({
    texts: [`A "${TOKYO}"`],
    option: { sourcePrefixLength: 0, scopePrefixLength: 0 },
  });
  // What does not depend on the client is good for every client.
  expect(await askFor('plain.ticketing.pw', FRANKFURT_SUBNET)).toMatchObject({
    option: { sourcePrefixLength: 24, scopePrefixLength: 0 },
  });
});

test('without one the place of the resolver decides, at the name servers and through the resolver', async () => {
  await dns.apply(config());
  const texts = async (server: { address: string; port: number }) =>
    textOf((await ask(context, server, { name: NAME })).answers);
  expect(await texts(nameServer())).toEqual([`A "${TOKYO}"`]);
  expect(await texts({ address: ADDRESS.resolver, port })).toEqual([`A "${TOKYO}"`]);
  await dns.apply(config({ resolverRegion: 'eu-west-3' }));
  expect(await texts(nameServer())).toEqual([`A "${IRELAND}"`]);
  expect(await texts({ address: ADDRESS.validationResolver, port })).toEqual([`A "${IRELAND}"`]);
});

test('TestDNSAnswer asks for whom it is told', async () => {
  await dns.apply(config());
  const test = (address: string, prefixBits: number) =>
    dns.testAnswer({ hostedZoneId: 'Z1', name: NAME, type: 'A', asker: { address, prefixBits } });
  expect(test(FRANKFURT_SUBNET, 24).records).toEqual([IRELAND]);
  expect(test('18.228.1.1', 32).records).toEqual([IRELAND]);
  expect(test(DOCUMENTATION_SUBNET, 24).records).toEqual([TOKYO]);
});
