import { VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLEET_LIMITS } from '../limits.ts';
import { MetadataService } from './metadata-service.ts';
import { lookUpMetadata, metadataTree, type InstanceIdentity } from './metadata-tree.ts';
import { get } from '../testing/fleet-rig.ts';

const ADDRESS = '127.105.201.1';
const identity: InstanceIdentity = {
  account: '123456789012',
  region: 'ap-northeast-2',
  zone: 'ap-northeast-2a',
  instanceId: 'i-0123456789abcdef0',
  imageId: 'ami-1',
  instanceType: 't3.micro',
  privateIp: '10.0.1.7',
  mac: '02:01:23:45:67:89',
  subnetId: 'subnet-1',
  subnetCidr: '10.0.1.0/24',
  vpcId: 'vpc-1',
  vpcCidr: '10.0.0.0/16',
  securityGroupIds: ['sg-1', 'sg-2'],
  reservationId: 'r-1',
  launchedMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  userData: 'A=1\n',
  tags: undefined,
};

describe('the tree', () => {
  const tree = metadataTree(identity);
  it.each([
    ['/latest', 'dynamic\nmeta-data\nuser-data'],
    ['/latest/meta-data/instance-id', 'i-0123456789abcdef0'],
    ['/2021-07-15/meta-data/ami-id', 'ami-1'],
    ['/latest/meta-data/local-hostname', 'ip-10-0-1-7.ap-northeast-2.compute.internal'],
    ['/latest/meta-data/placement/', 'availability-zone\nregion'],
    ['/latest/meta-data/placement/region', 'ap-northeast-2'],
    ['/latest/meta-data/network/interfaces/macs/', '02:01:23:45:67:89/'],
    [
      '/latest/meta-data/network/interfaces/macs/02:01:23:45:67:89/security-group-ids',
      'sg-1\nsg-2',
    ],
    ['/latest/user-data', 'A=1\n'],
    ['/latest/meta-data/iam/', undefined],
    ['/latest/meta-data/tags/instance', undefined],
    ['/latest/meta-data/constructor', undefined],
    ['/latest/meta-data/instance-id/', undefined],
    ['/1999-01-01/meta-data/', undefined],
  ])('answers %s with %j', (path, content) => {
    expect(lookUpMetadata(tree, path)).toBe(content);
  });

  it('tells tags where the launch template enables them', () => {
    const tags = [
      { key: 'site', value: 'ticketing' },
      { key: 'not/a/segment', value: 'x' },
    ];
    const tagged = metadataTree({ ...identity, tags });
    expect(lookUpMetadata(tagged, '/latest/meta-data/tags/instance/')).toBe('site');
    expect(lookUpMetadata(tagged, '/latest/meta-data/tags/instance/site')).toBe('ticketing');
  });

  it('has an identity document as EC2 writes it', () => {
    const document = lookUpMetadata(tree, '/latest/dynamic/instance-identity/document') ?? '';
    expect(JSON.parse(document)).toMatchObject({
      accountId: '123456789012',
      region: 'ap-northeast-2',
      availabilityZone: 'ap-northeast-2a',
      pendingTime: '2026-01-02T03:04:05Z',
      version: '2017-09-30',
    });
  });
});

describe('the service', () => {
  let clock: VirtualClock;
  let service: MetadataService;
  const ask = (path: string, options: Parameters<typeof get>[2] = {}): ReturnType<typeof get> =>
    get(ADDRESS, path, { port: Number(new URL(service.endpoint).port), ...options });
  const start = async (httpTokens: 'required' | 'optional'): Promise<void> => {
    service = await MetadataService.start({
      clock,
      address: ADDRESS,
      httpTokens,
      tree: () => metadataTree(identity),
      limits: FLEET_LIMITS,
    });
  };
  const token = async (seconds: string): Promise<{ status: number; body: string }> =>
    ask('/latest/api/token', {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': seconds },
    });

  beforeEach(() => {
    clock = new VirtualClock();
  });
  afterEach(() => service.close());

  it('answers only with a valid token of its own where tokens are required', async () => {
    await start('required');
    expect((await ask('/latest/meta-data/instance-id')).status).toBe(401);
    const { body } = await token('60');
    expect(body).toHaveLength(54);
    const headers = { 'X-aws-ec2-metadata-token': body };
    expect(await ask('/latest/meta-data/instance-id', { headers })).toEqual({
      status: 200,
      body: 'i-0123456789abcdef0',
    });
    await clock.advance(60_000);
    expect((await ask('/latest/meta-data/instance-id', { headers })).status).toBe(401);
    const forged = { 'X-aws-ec2-metadata-token': `${(await token('60')).body.slice(0, -4)}AAAA` };
    expect((await ask('/latest/meta-data/instance-id', { headers: forged })).status).toBe(401);
  });

  it('answers without a token where tokens are optional, but not with a wrong one', async () => {
    await start('optional');
    expect((await ask('/latest/meta-data/instance-id')).status).toBe(200);
    const headers = { 'X-aws-ec2-metadata-token': 'wrong' };
    expect((await ask('/latest/meta-data/instance-id', { headers })).status).toBe(401);
  });

  it('answers to its own address only: DNS rebinding gets nothing', async () => {
    await start('optional');
    const { host } = new URL(service.endpoint);
    expect((await ask('/latest/meta-data/', { headers: { host } })).status).toBe(200);
    for (const foreign of [host.replace(ADDRESS, 'attacker.example'), ADDRESS, `${ADDRESS}:1`]) {
      const headers = { host: foreign };
      expect((await ask('/latest/meta-data/', { headers })).status).toBe(403);
      expect((await ask('/latest/api/token', { method: 'PUT', headers })).status).toBe(403);
    }
  });

  it('refuses wrong requests as EC2 does', async () => {
    await start('optional');
    for (const seconds of ['0', '21601', 'x', '']) expect((await token(seconds)).status).toBe(400);
    expect((await ask('/latest/api/token', { method: 'PUT' })).status).toBe(400);
    const headers = {
      'X-Forwarded-For': '1.2.3.4',
      'X-aws-ec2-metadata-token-ttl-seconds': '60',
    };
    expect((await ask('/latest/api/token', { method: 'PUT', headers })).status).toBe(403);
    expect((await ask('/latest/meta-data/', { method: 'POST' })).status).toBe(405);
    const missing = await ask('/latest/meta-data/iam/info');
    expect(missing.status).toBe(404);
    expect(missing.body).toContain('<title>404 - Not Found</title>');
  });
});
