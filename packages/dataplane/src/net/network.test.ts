import type { NetworkConfig, SecurityGroupRule } from '@understudy/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidrContains, parseCidr, parseIpv4 } from './network-cidr.ts';
import { FaultsNow, NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import { Network } from './network.ts';

const NODE = '127.104.0.10';
const WEB = '127.104.64.5';
const DATABASE = '127.104.65.5';
const INTERNET = '127.0.0.1';

function fromCidr(cidr: string, port: number): SecurityGroupRule {
  return { protocol: 'tcp', fromPort: port, toPort: port, peer: { kind: 'cidr', cidr } };
}
function fromGroup(groupId: string, port: number): SecurityGroupRule {
  return { protocol: 'tcp', fromPort: port, toPort: port, peer: { kind: 'group', groupId } };
}
const ALL_OUT: SecurityGroupRule = {
  protocol: 'all',
  fromPort: -1,
  toPort: -1,
  peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
};

function config(): NetworkConfig {
  return {
    vpcs: [{ vpcId: 'vpc-1', cidr: '10.0.0.0/16' }],
    subnets: [
      {
        subnetId: 'subnet-public',
        vpcId: 'vpc-1',
        zone: 'ap-northeast-2a',
        cidr: '10.0.0.0/24',
        hasInternetRoute: true,
        loopbackCidr: '127.104.64.0/24',
      },
      {
        subnetId: 'subnet-private',
        vpcId: 'vpc-1',
        zone: 'ap-northeast-2a',
        cidr: '10.0.1.0/24',
        hasInternetRoute: false,
        loopbackCidr: '127.104.65.0/24',
      },
      {
        subnetId: 'subnet-elsewhere',
        vpcId: 'vpc-2',
        zone: 'ap-northeast-2a',
        cidr: '10.9.0.0/24',
        hasInternetRoute: true,
        loopbackCidr: '127.104.66.0/24',
      },
    ],
    securityGroups: [
      {
        groupId: 'sg-lb',
        vpcId: 'vpc-1',
        ingress: [fromCidr('0.0.0.0/0', 80)],
        egress: [fromGroup('sg-web', 80)],
      },
      {
        groupId: 'sg-web',
        vpcId: 'vpc-1',
        ingress: [fromGroup('sg-lb', 80)],
        egress: [ALL_OUT],
      },
      {
        groupId: 'sg-database',
        vpcId: 'vpc-1',
        ingress: [fromCidr('10.0.0.0/24', 5432)],
        egress: [],
      },
    ],
  };
}

async function network(
  changed: NetworkConfig = config(),
  faults: FaultView = NO_FAULTS,
): Promise<Network> {
  const made = new Network(faults);
  await made.apply(changed);
  made.attach({
    loopbackAddress: NODE,
    privateIp: '10.0.0.10',
    subnetId: 'subnet-public',
    securityGroupIds: ['sg-lb'],
    hasPublicAddress: true,
  });
  made.attach({
    loopbackAddress: WEB,
    privateIp: '10.0.0.5',
    subnetId: 'subnet-public',
    securityGroupIds: ['sg-web'],
  });
  made.attach({
    loopbackAddress: DATABASE,
    privateIp: '10.0.1.5',
    subnetId: 'subnet-private',
    securityGroupIds: ['sg-database'],
  });
  return made;
}

describe('Network', () => {
  test.each([
    ['the internet to the load balancer', INTERNET, NODE, 80],
    ['the load balancer to a server, group to group', NODE, WEB, 80],
    ['a server to the database, by its private address', WEB, DATABASE, 5432],
    ['a server to the internet', WEB, '127.9.9.9', 443],
    ['one stranger to another', '127.1.1.1', '127.9.9.9', 443],
  ])('admits %s', async (_, fromAddress, toAddress, port) => {
    expect((await network()).admits({ fromAddress, toAddress, port })).toEqual({ admitted: true });
  });

  test.each([
    [
      'the internet past the load balancer',
      INTERNET,
      WEB,
      80,
      'security group sg-web of the target admits TCP 80 only from sg-lb, not from 127.0.0.1',
    ],
    [
      'the internet to a private subnet',
      INTERNET,
      DATABASE,
      5432,
      'subnet subnet-private has no route to an internet gateway',
    ],
    [
      'a port without a rule',
      INTERNET,
      NODE,
      443,
      'no rule of security group sg-lb of the target admits TCP 443',
    ],
    [
      'a sender without egress',
      DATABASE,
      WEB,
      80,
      'no rule of security group sg-database of the sender lets out TCP 80',
    ],
    [
      'a sender whose egress names another group',
      NODE,
      DATABASE,
      80,
      'security group sg-lb of the sender lets out TCP 80 only to sg-web, not to 10.0.1.5',
    ],
    [
      'an address that no interface has',
      NODE,
      '127.104.64.77',
      80,
      'no network interface has the address 127.104.64.77',
    ],
  ])('refuses %s and names the rule', async (_, fromAddress, toAddress, port, reason) => {
    const verdict = (await network()).admits({ fromAddress, toAddress, port });
    expect(verdict).toEqual({ admitted: false, reason });
  });

  test('refuses everything to an interface without a security group', async () => {
    const made = await network();
    made.attach({
      loopbackAddress: WEB,
      privateIp: '10.0.0.5',
      subnetId: 'subnet-public',
      securityGroupIds: [],
    });
    expect(made.admits({ fromAddress: INTERNET, toAddress: WEB, port: 80 })).toEqual({
      admitted: false,
      reason: 'the target has no security group, so nothing is admitted',
    });
  });

  test('refuses the internet to an internal load balancer in a public subnet', async () => {
    const made = await network();
    made.attach({
      loopbackAddress: NODE,
      privateIp: '10.0.0.10',
      subnetId: 'subnet-public',
      securityGroupIds: ['sg-lb'],
      hasPublicAddress: false,
    });
    expect(made.admits({ fromAddress: INTERNET, toAddress: NODE, port: 80 }).admitted).toBe(false);
    expect(made.admits({ fromAddress: WEB, toAddress: NODE, port: 80 }).admitted).toBe(true);
  });

  test('adds up the groups of an interface', async () => {
    const made = await network();
    made.attach({
      loopbackAddress: WEB,
      privateIp: '10.0.0.5',
      subnetId: 'subnet-public',
      securityGroupIds: ['sg-database', 'sg-lb'],
    });
    expect(made.admits({ fromAddress: INTERNET, toAddress: WEB, port: 80 }).admitted).toBe(true);
  });

  test('sees a sender of another VPC as an address of the internet, without groups', async () => {
    const made = await network();
    made.attach({
      loopbackAddress: '127.104.66.5',
      privateIp: '10.9.0.5',
      subnetId: 'subnet-elsewhere',
      securityGroupIds: ['sg-lb', 'sg-web'],
    });
    const from = { fromAddress: '127.104.66.5', port: 80 };
    expect(made.admits({ ...from, toAddress: WEB }).admitted).toBe(false);
    expect(made.admits({ ...from, toAddress: NODE }).admitted).toBe(true);
  });

  test('obeys a new document at once', async () => {
    const made = await network();
    const changed = config();
    for (const group of changed.securityGroups) group.ingress = [];
    await made.apply(changed);
    expect(made.admits({ fromAddress: INTERNET, toAddress: NODE, port: 80 }).admitted).toBe(false);
  });

  test('stops knowing an interface when it is detached', async () => {
    const made = await network();
    made.detach(WEB);
    expect(made.admits({ fromAddress: NODE, toAddress: WEB, port: 80 }).admitted).toBe(false);
  });

  test('names rules that it cannot evaluate', async () => {
    const changed = config();
    changed.securityGroups[0]?.ingress.push(fromCidr('::/0', 80));
    expect(await new Network().apply(changed)).toEqual([
      "security group sg-lb: '::/0' is no IPv4 CIDR and admits nobody here",
    ]);
  });
});

describe("AWS's own senders", () => {
  const CHECKER = '127.104.250.1';
  const EDGE = '127.104.250.2';
  const publishedAddresses = { [CHECKER]: '107.23.255.21', [EDGE]: '13.124.199.21' };

  /** Port 80 of the load balancer admits the peers, and nobody else. */
  async function admitting(...peers: SecurityGroupRule['peer'][]): Promise<Network> {
    const changed = { ...config(), publishedAddresses };
    for (const group of changed.securityGroups)
      group.ingress = peers.map((peer) => ({ ...fromCidr('', 80), peer }));
    return await network(changed);
  }

  const admits = (made: Network, fromAddress: string): boolean =>
    made.admits({ fromAddress, toAddress: NODE, port: 80 }).admitted;

  test('are admitted by a rule with the range that AWS publishes for them, and by no other', async () => {
    const made = await admitting({ kind: 'cidr', cidr: '107.23.255.0/26' });
    expect(admits(made, CHECKER)).toBe(true);
    expect(admits(made, EDGE)).toBe(false);
    expect(admits(made, INTERNET)).toBe(false);
    expect(admits(await admitting({ kind: 'cidr', cidr: '127.0.0.0/8' }), CHECKER)).toBe(false);
    expect(admits(await admitting({ kind: 'cidr', cidr: '0.0.0.0/0' }), CHECKER)).toBe(true);
    expect(made.sourceAddress(CHECKER)).toBe('107.23.255.21');
    expect(made.sourceAddress(INTERNET)).toBe(INTERNET);
  });

  test('are admitted by a prefix list that has their range, which a refusal names', async () => {
    const cidrs = ['15.158.0.0/16', '13.124.199.0/24'];
    const made = await admitting({ kind: 'prefix-list', prefixListId: 'pl-22a6434b', cidrs });
    expect(admits(made, EDGE)).toBe(true);
    expect(made.admits({ fromAddress: CHECKER, toAddress: NODE, port: 80 })).toEqual({
      admitted: false,
      reason:
        'security group sg-lb of the target admits TCP 80 only from pl-22a6434b, not from 107.23.255.21',
    });
  });
});

describe('CIDR blocks', () => {
  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '10.0.0.256/32', 'x/8', '::/0', '1.2.3.4/-1'])(
    'refuse %s',
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );

  test('contain exactly the addresses that share their leading bits', () => {
    const quad = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(quad, quad, fc.integer({ min: 0, max: 32 }), (left, right, length) => {
        const block = parseCidr(`${left.join('.')}/${length}`);
        const bits = (four: number[]): string =>
          four.map((byte) => byte.toString(2).padStart(8, '0')).join('');
        const expected = bits(left).slice(0, length) === bits(right).slice(0, length);
        return block !== undefined && cidrContains(block, right.join('.')) === expected;
      }),
    );
  });

  test('read addresses as unsigned numbers', () => {
    expect(parseIpv4('255.255.255.255')).toBe(4_294_967_295);
    expect(parseIpv4('1.2.3')).toBeUndefined();
  });
});

test('nothing comes into a zone in a black hole, nor out of it, and the others are as ever', async () => {
  const faults = new FaultsNow();
  const made = await network(config(), faults);
  const [zone = ''] = config()
    .subnets.filter(({ subnetId }) => subnetId === 'subnet-public')
    .map((subnet) => subnet.zone);
  const toWeb = { fromAddress: NODE, toAddress: WEB, port: 80 };
  expect(made.admits(toWeb)).toEqual({ admitted: true });
  faults.apply([{ subject: 'zone', zone, mode: 'hang' }]);
  expect(made.admits(toWeb)).toEqual({ admitted: true });
  faults.apply([{ subject: 'zone', zone, mode: 'blackhole' }]);
  const lost = { admitted: false, reason: 'the Availability Zone is unreachable' };
  expect(made.admits(toWeb)).toEqual(lost);
  expect(made.admits({ fromAddress: '127.0.0.1', toAddress: NODE, port: 443 })).toEqual(lost);
  faults.apply([{ subject: 'zone', zone: `${zone}x`, mode: 'blackhole' }]);
  expect(made.admits(toWeb)).toEqual({ admitted: true });
});
