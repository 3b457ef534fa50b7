import type { Random } from '@understudy/contract';
import type { ExampleSite } from '../../test/support/site.ts';
import { mutateBytes, mutateJson, pick } from '../support/mutate.ts';
import { Tally, type Verdict } from '../support/verdict.ts';
import { sign, type Call } from './sign.ts';

const BODY_BYTES_MAX = 100_000;
const ANSWER_MS_MAX = 10_000;
const AT_ONCE = 10;

/** One or more of each protocol: Query, EC2 Query, JSON 1.0 and 1.1, REST XML. */
const QUERIES: readonly { service: string; version: string; parameters: Record<string, string> }[] =
  [
    { service: 'sts', version: '2011-06-15', parameters: { Action: 'GetCallerIdentity' } },
    {
      service: 'ec2',
      version: '2016-11-15',
      parameters: {
        Action: 'DescribeInstances',
        'Filter.1.Name': 'tag:x',
        'Filter.1.Value.1': '*a*',
      },
    },
    {
      service: 'ec2',
      version: '2016-11-15',
      parameters: { Action: 'RunInstances', ImageId: 'ami-1', MinCount: '1', MaxCount: '1' },
    },
    {
      service: 'elasticloadbalancing',
      version: '2015-12-01',
      parameters: { Action: 'DescribeTargetGroups', 'Names.member.1': 'x' },
    },
    {
      service: 'autoscaling',
      version: '2011-01-01',
      parameters: { Action: 'UpdateAutoScalingGroup', AutoScalingGroupName: 'x', MinSize: '1' },
    },
    {
      service: 'cloudformation',
      version: '2010-05-15',
      parameters: {
        Action: 'CreateChangeSet',
        StackName: 'x',
        ChangeSetName: 'y',
        TemplateBody: '{}',
      },
    },
    {
      service: 'iam',
      version: '2010-05-08',
      parameters: { Action: 'CreateRole', RoleName: 'x', AssumeRolePolicyDocument: '{}' },
    },
  ];

const DOCUMENTS: readonly { service: string; target: string; version: string; body: unknown }[] = [
  {
    service: 'ssm',
    target: 'AmazonSSM.PutParameter',
    version: '1.1',
    body: { Name: 'soak', Type: 'String', Value: 'x', Overwrite: true, AllowedPattern: '.*' },
  },
  {
    service: 'acm',
    target: 'CertificateManager.RequestCertificate',
    version: '1.1',
    body: { DomainName: 'a.ticketing.pw', ValidationMethod: 'EMAIL' },
  },
  {
    service: 'monitoring',
    target: 'GraniteServiceVersion20100801.GetMetricData',
    version: '1.0',
    body: {
      StartTime: 0,
      EndTime: 1,
      MetricDataQueries: [
        {
          Id: 'a',
          MetricStat: { Metric: { Namespace: 'x', MetricName: 'y' }, Period: 60, Stat: 'Sum' },
        },
      ],
    },
  },
  {
    service: 'route53domains',
    target: 'Route53Domains_v20140515.GetDomainDetail',
    version: '1.1',
    body: { DomainName: 'ticketing.pw' },
  },
];

const XML: readonly { service: string; method: string; path: string; body: string }[] = [
  {
    service: 'route53',
    method: 'POST',
    path: '/2013-04-01/hostedzone/Z1/rrset',
    body: '<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet><Name>a.ticketing.pw</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>',
  },
  {
    service: 'cloudfront',
    method: 'POST',
    path: '/2020-05-31/origin-access-control',
    body: '<OriginAccessControlConfig><Name>a</Name><SigningProtocol>sigv4</SigningProtocol><SigningBehavior>always</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlConfig>',
  },
  {
    service: 's3',
    method: 'PUT',
    path: '/soak-nowhere?versioning',
    body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  },
  {
    service: 's3',
    method: 'POST',
    path: '/soak-nowhere?delete',
    body: '<Delete><Object><Key>a</Key></Object></Delete>',
  },
];

/**
 * Broken bodies in well-signed calls: what gets past the signature must still be understood or
 * refused.
 */
export async function mutateApiBodies(
  site: ExampleSite,
  options: { random: Random; times: number },
): Promise<Verdict> {
  const { random, times } = options;
  const tally = new Tally();
  while (tally.tried < times) {
    const calls = Array.from({ length: AT_ONCE }, () => brokenCall(random));
    await Promise.all(calls.map((call) => send(site, tally, call)));
    tally.tried += AT_ONCE;
  }
  return tally.verdict('mutated API bodies', 'calls');
}

function brokenCall(random: Random): Call {
  const kind = pick(random, ['query', 'json', 'xml'] as const);
  if (kind === 'query') return brokenQuery(random);
  if (kind === 'json') return brokenJson(random);
  const { service, method, path, body } = pick(random, XML);
  return {
    service,
    method,
    path,
    headers: { 'content-type': 'application/xml' },
    body: broken(random, body),
  };
}

function brokenQuery(random: Random): Call {
  const { service, version, parameters } = pick(random, QUERIES);
  const changed = mutateJson(random, parameters) as Record<string, unknown>;
  const form = new URLSearchParams({ Version: version });
  for (const [key, value] of Object.entries(changed))
    form.append(key, typeof value === 'string' ? value : JSON.stringify(value));
  return {
    service,
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: random.next() < 0.7 ? Buffer.from(form.toString()) : broken(random, form.toString()),
  };
}

function brokenJson(random: Random): Call {
  const { service, target, version, body } = pick(random, DOCUMENTS);
  const text = JSON.stringify(mutateJson(random, body));
  return {
    service,
    method: 'POST',
    path: '/',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
    body: random.next() < 0.7 ? Buffer.from(text) : broken(random, text),
  };
}

function broken(random: Random, text: string): Buffer {
  return mutateBytes(random, Buffer.from(text), BODY_BYTES_MAX);
}

async function send(site: ExampleSite, tally: Tally, call: Call): Promise<void> {
  const { endpoint, accessKeyId, secretAccessKey } = site.endpoint;
  const shown = `${call.service} ${call.path} ${JSON.stringify(call.body.toString('latin1').slice(0, 300))}`;
  try {
    const response = await fetch(`${endpoint}${call.path}`, {
      method: call.method,
      headers: sign(call, { endpoint, accessKeyId, secretAccessKey }),
      body: new Uint8Array(call.body),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const text = await response.text();
    tally.count(`answers ${String(response.status)[0] ?? '?'}xx`);
    // 501 is how the engine names what it does not do.
    if (response.status >= 500 && response.status !== 501)
      tally.fail(`answered ${response.status} ${text.slice(0, 200)}: ${shown}`);
  } catch (error) {
    tally.fail(`no answer (${String(error)}): ${shown}`);
  }
}
