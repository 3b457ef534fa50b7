import { describe, expect, test } from 'vitest';
import type { Check, CheckContext } from './check.ts';
import { answering, siteContext, type Answers } from './checks.fixture.ts';
import { balancerCheck } from './compute/balancer.ts';
import { groupCheck } from './compute/group.ts';
import { imageCheck } from './compute/image.ts';
import { launchTemplateCheck } from './compute/launch-template.ts';
import { targetGroupCheck } from './compute/target-group.ts';
import { certificateCheck } from './network/certificate.ts';
import { nameServersCheck } from './network/name-servers.ts';
import { securityGroupsCheck } from './network/security-groups.ts';
import { zoneCheck } from './network/zone.ts';
import { runOne } from './run.ts';
import { replicationCheck } from './storage/replication.ts';
import { staticFilesCheck } from './storage/static-files.ts';

const REGIONAL = {
  AssetBucket: 'assets',
  AssetsDomain: 'd1.cloudfront.net',
  GroupName: 'web',
  ImageId: 'ami-1',
  LaunchTemplateId: 'lt-1',
  LoadBalancerDnsName: 'site.elb.amazonaws.com',
  TargetGroupArn: 'arn:targets',
};
const OUTPUTS = {
  'shop-zone': { ZoneId: 'Z1', NameServers: 'ns-2.b ns-1.a' },
  'shop-edge': { CertificateArn: 'arn:certificate' },
  'shop-ap-northeast-2': REGIONAL,
  'shop-us-east-1': REGIONAL,
};

function deployed(answers: Answers): CheckContext {
  return { ...siteContext(), outputs: OUTPUTS, clients: answering(answers) };
}

const both = (evidence: string): string => `ap-northeast-2: ${evidence}; us-east-1: ${evidence}`;

const instance = (state: string, zone: string): object => ({
  LifecycleState: state,
  AvailabilityZone: zone,
});
const group = (...Instances: object[]): object => ({
  AutoScalingGroups: [{ DesiredCapacity: 2, Instances }],
});
const ALARMS = { MetricAlarms: [{}, {}] };
const target = (State: string, Reason?: string): object => ({ TargetHealth: { State, Reason } });

describe('what a check says of what it finds', () => {
  test.each<[string, Check, Record<string, object | Error>, string, string]>([
    [
      'an AMI',
      imageCheck,
      { DescribeImages: { Images: [{ State: 'available' }] } },
      'working',
      both('ami-1 available'),
    ],
    [
      'one that is being made',
      imageCheck,
      { DescribeImages: { Images: [{ State: 'pending' }] } },
      'failing',
      both('ami-1 pending'),
    ],
    ['none', imageCheck, { DescribeImages: { Images: [] } }, 'failing', both('ami-1 absent')],
    [
      'a template of the AMI',
      launchTemplateCheck,
      {
        DescribeLaunchTemplateVersions: {
          LaunchTemplateVersions: [{ VersionNumber: 3, LaunchTemplateData: { ImageId: 'ami-1' } }],
        },
      },
      'working',
      both('lt-1 version 3 launches ami-1'),
    ],
    [
      'a template of another',
      launchTemplateCheck,
      {
        DescribeLaunchTemplateVersions: {
          LaunchTemplateVersions: [{ VersionNumber: 3, LaunchTemplateData: { ImageId: 'ami-0' } }],
        },
      },
      'failing',
      both('lt-1 version 3 launches ami-0'),
    ],
    [
      'a template without versions',
      launchTemplateCheck,
      { DescribeLaunchTemplateVersions: {} },
      'failing',
      both('lt-1 version ? launches nothing'),
    ],
    [
      'targets that are well',
      targetGroupCheck,
      {
        DescribeTargetHealth: { TargetHealthDescriptions: [target('healthy'), target('healthy')] },
      },
      'working',
      both('2 of 2 targets healthy'),
    ],
    [
      'one that is not',
      targetGroupCheck,
      {
        DescribeTargetHealth: {
          TargetHealthDescriptions: [target('healthy'), target('unhealthy', 'Target.Timeout')],
        },
      },
      'failing',
      both('1 of 2 targets healthy (unhealthy Target.Timeout)'),
    ],
    [
      'no targets',
      targetGroupCheck,
      { DescribeTargetHealth: {} },
      'failing',
      both('0 of 0 targets healthy'),
    ],
    [
      'a group at its size in two zones',
      groupCheck,
      {
        DescribeAutoScalingGroups: group(instance('InService', 'a'), instance('InService', 'b')),
        DescribeAlarms: ALARMS,
      },
      'working',
      both('2 of 2 in service in 2 zones, 2 alarms'),
    ],
    [
      'one in a single zone',
      groupCheck,
      {
        DescribeAutoScalingGroups: group(instance('InService', 'a'), instance('InService', 'a')),
        DescribeAlarms: ALARMS,
      },
      'failing',
      both('2 of 2 in service in 1 zones, 2 alarms'),
    ],
    [
      'one with an instance that only begins',
      groupCheck,
      {
        DescribeAutoScalingGroups: group(instance('InService', 'a'), instance('Pending', 'b')),
        DescribeAlarms: ALARMS,
      },
      'failing',
      both('1 of 2 in service in 1 zones, 2 alarms'),
    ],
    [
      'one that nothing watches',
      groupCheck,
      {
        DescribeAutoScalingGroups: group(instance('InService', 'a'), instance('InService', 'b')),
        DescribeAlarms: {},
      },
      'failing',
      both('2 of 2 in service in 2 zones, 0 alarms'),
    ],
    [
      'no group',
      groupCheck,
      { DescribeAutoScalingGroups: {}, DescribeAlarms: ALARMS },
      'failing',
      both('0 of 0 in service in 0 zones, 2 alarms'),
    ],
    [
      'a certificate that waits',
      certificateCheck,
      { DescribeCertificate: { Certificate: { Status: 'PENDING_VALIDATION' } } },
      'failing',
      'arn:certificate is PENDING_VALIDATION',
    ],
    [
      'no certificate',
      certificateCheck,
      { DescribeCertificate: {} },
      'failing',
      'arn:certificate is absent',
    ],
    [
      'a zone of three name servers',
      zoneCheck,
      { GetHostedZone: { DelegationSet: { NameServers: [] } } },
      'failing',
      'the zone has 0 name servers',
    ],
    [
      'a registrar that knows other name servers',
      nameServersCheck,
      { GetDomainDetail: { Nameservers: [{ Name: 'ns.other' }] } },
      'failing',
      "the registrar holds ns.other; run 'npx understudy registrar set-nameservers shop.example ns-1.a ns-2.b'",
    ],
    [
      'a registrar that knows none',
      nameServersCheck,
      { GetDomainDetail: {} },
      'failing',
      "the registrar holds none; run 'npx understudy registrar set-nameservers shop.example ns-1.a ns-2.b'",
    ],
    ['no web server', securityGroupsCheck, {}, 'failing', both('no web server runs')],
  ])('%s', async (_what, check, answers, state, evidence) => {
    expect(await runOne(check, deployed(answers))).toEqual({
      step: check.step,
      name: check.name,
      state,
      evidence,
    });
  });

  test('an empty bucket of a site that has files', async () => {
    const context = deployed({ ListObjectsV2: { Contents: [] } });
    const site = { ...context.session.site, assets: './assets' };
    const session = { ...context.session, site };
    const { state, evidence } = await runOne(staticFilesCheck, { ...context, session });
    expect([state, evidence]).toEqual(['failing', both('assets is empty')]);
  });

  test('buckets while one region is lost', async () => {
    const lost = { ...siteContext({ 'ap-northeast-2': 'crash' }), outputs: OUTPUTS };
    const context = {
      ...lost,
      clients: answering({ HeadBucket: {}, ListObjectsV2: { Contents: [{ Key: 'a.css' }] } }),
    };
    expect(await runOne(replicationCheck, context)).toMatchObject({
      state: 'degraded',
      evidence:
        'ap-northeast-2: lost (crash, primary); us-east-1: assets answers; what it takes is queued for the other',
    });
  });
});

const EVERY: readonly (readonly [Check, string])[] = [
  [zoneCheck, 'shop-zone has no output ZoneId'],
  [nameServersCheck, 'shop-zone has no output NameServers'],
  [certificateCheck, 'shop-edge has no output CertificateArn'],
  [staticFilesCheck, 'shop-us-east-1 has no output AssetBucket'],
  [replicationCheck, 'has no output AssetBucket'],
  [imageCheck, 'shop-us-east-1 has no output ImageId'],
  [launchTemplateCheck, 'shop-us-east-1 has no output LaunchTemplateId'],
  [targetGroupCheck, 'shop-us-east-1 has no output TargetGroupArn'],
  [balancerCheck, 'shop-us-east-1 has no output LoadBalancerDnsName'],
  [groupCheck, 'shop-us-east-1 has no output GroupName'],
];

test.each(EVERY)('$name of a site that is not deployed names the output', async (check, output) => {
  const context = { ...siteContext(), clients: answering({}) };
  const { state, evidence } = await runOne(check, context);
  expect(state).toBe('failing');
  expect(evidence).toContain(`${output}: it is not deployed`);
});

test.each([
  [imageCheck, 'DescribeImages'],
  [launchTemplateCheck, 'DescribeLaunchTemplateVersions'],
  [targetGroupCheck, 'DescribeTargetHealth'],
  [groupCheck, 'DescribeAutoScalingGroups'],
  [certificateCheck, 'DescribeCertificate'],
  [nameServersCheck, 'GetDomainDetail'],
  [zoneCheck, 'GetHostedZone'],
  [staticFilesCheck, 'ListObjectsV2'],
] as const)('an error that AWS answers $0.name with is its evidence', async (check, operation) => {
  const error = new Error('Rate exceeded');
  const { state, evidence } = await runOne(
    check,
    deployed({ DescribeAlarms: {}, [operation]: error }),
  );
  expect(state).toBe('failing');
  expect(evidence).toContain('Rate exceeded');
});

test('half of a site is degraded, and says which half', async () => {
  const outputs = { ...OUTPUTS, 'shop-us-east-1': {} };
  const clients = answering({ DescribeImages: { Images: [{ State: 'available' }] } });
  expect(await runOne(imageCheck, { ...siteContext(), outputs, clients })).toMatchObject({
    state: 'degraded',
    evidence:
      'ap-northeast-2: ami-1 available; us-east-1: stack shop-us-east-1 has no output ImageId: it is not deployed',
  });
});
