import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { defineSite } from './config.ts';
import { synthesize } from './synthesize.ts';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

let templates: Record<string, Template>;
const base = mkdtempSync(path.join(os.tmpdir(), 'site-'));

beforeAll(async () => {
  // The library's own template validation takes a second and is not what is tested here.
  vi.stubEnv('CDK_VALIDATION', 'false');
  templates = await synthesized('web: node server.js');
}, 60_000);

async function synthesized(procfile: string, ssh = false): Promise<Record<string, Template>> {
  mkdirSync(path.join(base, 'web'), { recursive: true });
  writeFileSync(path.join(base, 'web', 'Procfile'), `${procfile}\n`);
  const config = defineSite(
    {
      domain: 'ticketing.pw',
      primary: 'ap-northeast-2',
      standby: 'us-east-1',
      web: { app: './web', ssh },
      tags: { owner: 'box-office' },
    },
    base,
  );
  const assembly = await synthesize(config, {
    account: '111122223333',
    outdir: mkdtempSync(path.join(base, 'cdk.out-')),
  });
  return Object.fromEntries(
    assembly.stacks.map((stack) => [stack.stackName, stack.template as Template]),
  );
}

function resources(stack: string, type: string, of = templates): Record<string, unknown>[] {
  const all = Object.values(of[stack]?.Resources ?? {});
  return all.filter((one) => one.Type === type).map((one) => one.Properties ?? {});
}

describe('synthesize', () => {
  test('makes the five stacks, each after those it needs', () => {
    expect(Object.keys(templates)).toEqual([
      'ticketing-zone',
      'ticketing-us-east-1',
      'ticketing-ap-northeast-2',
      'ticketing-edge',
      'ticketing-routing',
    ]);
  });

  test('uses native resource types only', () => {
    const types = Object.values(templates).flatMap((template) =>
      Object.values(template.Resources).map((one) => one.Type),
    );
    expect(types.length).toBeGreaterThan(80);
    const foreign = /^Custom::|CustomResource|^AWS::Lambda|^AWS::CloudFormation::/;
    expect(types.filter((type) => foreign.test(type))).toEqual([]);
  });

  test('fails the public names over from CloudFront to the standby by a health check of the primary', () => {
    const records = resources('ticketing-routing', 'AWS::Route53::RecordSet');
    expect(records.map((record) => [record['Name'], record['Failover']])).toEqual([
      ['ticketing.pw.', 'PRIMARY'],
      ['ticketing.pw.', 'SECONDARY'],
      ['www.ticketing.pw.', 'PRIMARY'],
      ['www.ticketing.pw.', 'SECONDARY'],
    ]);
    expect(records[0]).toMatchObject({ AliasTarget: { EvaluateTargetHealth: false } });
    expect(records[0]).toHaveProperty('HealthCheckId');
    expect(records[1]).toMatchObject({ AliasTarget: { EvaluateTargetHealth: true } });
  });

  test('admits the load balancer alone to the web servers', () => {
    const [, web] = resources('ticketing-ap-northeast-2', 'AWS::EC2::SecurityGroup');
    expect(web).not.toHaveProperty('SecurityGroupIngress');
    const [rule, ...others] = resources(
      'ticketing-ap-northeast-2',
      'AWS::EC2::SecurityGroupIngress',
    );
    expect(others).toEqual([]);
    expect(rule).toMatchObject({ FromPort: 80, ToPort: 80, IpProtocol: 'tcp' });
    expect(rule).toHaveProperty('SourceSecurityGroupId');
  });

  test('admits SSH from the internal network alone, where it is asked for', async () => {
    const asked = await synthesized('web: node server.js', true);
    const [, web] = resources('ticketing-ap-northeast-2', 'AWS::EC2::SecurityGroup', asked);
    expect(web?.['SecurityGroupIngress']).toEqual([
      expect.objectContaining({ CidrIp: '10.14.0.0/16', FromPort: 22, ToPort: 22 }),
    ]);
  });

  test('lets people into instances by Session Manager, and encrypts their volumes', () => {
    const roles = resources('ticketing-us-east-1', 'AWS::IAM::Role').filter((role) =>
      JSON.stringify(role['ManagedPolicyArns'] ?? '').includes('AmazonSSMManagedInstanceCore'),
    );
    expect(roles).toHaveLength(2);
    const [recipe] = resources('ticketing-us-east-1', 'AWS::ImageBuilder::ImageRecipe');
    expect(recipe?.['BlockDeviceMappings']).toEqual([
      { DeviceName: '/dev/xvda', Ebs: expect.objectContaining({ Encrypted: true }) as unknown },
    ]);
  });

  test('blocks public access to both buckets and replicates from the primary', () => {
    for (const stack of ['ticketing-ap-northeast-2', 'ticketing-us-east-1']) {
      const [bucket] = resources(stack, 'AWS::S3::Bucket');
      expect(bucket).toMatchObject({
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: 'Enabled' },
      });
    }
    expect(resources('ticketing-ap-northeast-2', 'AWS::S3::Bucket')[0]).toHaveProperty(
      'ReplicationConfiguration',
    );
    // The other way once it can be.
    const [standby] = resources('ticketing-us-east-1', 'AWS::S3::Bucket');
    expect(standby?.['ReplicationConfiguration']).toMatchObject({
      'Fn::If': [expect.any(String), expect.anything(), { Ref: 'AWS::NoValue' }],
    });
  });

  test('puts the site’s tags on what takes tags', () => {
    const [group] = resources('ticketing-ap-northeast-2', 'AWS::AutoScaling::AutoScalingGroup');
    expect(group?.['Tags']).toContainEqual({
      Key: 'owner',
      Value: 'box-office',
      PropagateAtLaunch: true,
    });
  });

  test('gives a changed web app an image of another name, and only then', async () => {
    const names = (of: Record<string, Template>): unknown[] =>
      Object.values(of['ticketing-us-east-1']?.Resources ?? {})
        .filter(({ Type }) => /::(Component|ImageRecipe)$/.test(Type))
        .map(({ Properties }) => Properties?.['Name'])
        .filter((name) => !/-logs-/.test(String(name))); // the same whatever the app
    const [was] = names(templates);
    expect(was).toMatch(/^ticketing-web-[0-9a-f]{12}$/);
    expect(names(await synthesized('web: node server.js'))).toEqual([was, was]);
    const [is, ...others] = names(await synthesized('web: node other.js'));
    expect(is).not.toBe(was);
    expect(others).toEqual([is]);
  });
});
