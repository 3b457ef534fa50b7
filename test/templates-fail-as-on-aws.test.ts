import net from 'node:net';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { until } from './support/until.ts';
import { answerOf } from './support/visitor.ts';

/** One engine; each test gives it a stack of its own, as any user of CloudFormation would. */
let site: ExampleSite;
let aws: Aws;

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', '20');
  aws = new Aws(site);
}, 150_000);
afterAll(async () => {
  aws[Symbol.dispose]();
  await site[Symbol.asyncDispose]();
});

const SEOUL = 'ap-northeast-2';
const STACK_WITHIN_MS = 60_000;
/** What is dropped never answers, so that a slow answer is given time. */
const CONNECT_MS_MAX = 2_000;

test('a type that does not exist is refused before anything is made', async () => {
  await expect(
    create('unknown-type', { Thing: { Type: 'AWS::Nope::Thing', Properties: {} } }),
  ).rejects.toThrow(/Unrecognized resource types: \[AWS::Nope::Thing\]/);
});

test('a property that does not exist fails the stack by its name, and nothing is left', async () => {
  const { status, reasons } = await create('unknown-property', {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { Colour: 'red' } },
  });
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(reasons).toMatch(/Bucket: [^]*unsupported property Colour/);
});

test("a bucket that replicates without versioning fails with S3's words", async () => {
  const { status, reasons } = await create('replication', {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 's3.amazonaws.com' },
            },
          ],
        },
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ReplicationConfiguration: {
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Rules: [
            {
              Status: 'Enabled',
              Prefix: '',
              Destination: { Bucket: 'arn:aws:s3:::ticketing-assets-111122223333-us-east-1' },
            },
          ],
        },
      },
    },
  });
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(reasons).toMatch(/Bucket: .*Versioning must be 'Enabled' on the bucket/);
});

test('a distribution takes no certificate of another region than us-east-1', async () => {
  const certificate = await create(
    'certificate',
    {
      Certificate: {
        Type: 'AWS::CertificateManager::Certificate',
        Properties: {
          DomainName: 'seoul.ticketing.pw',
          ValidationMethod: 'DNS',
          DomainValidationOptions: [
            {
              DomainName: 'seoul.ticketing.pw',
              HostedZoneId: (await aws.outputs('ticketing-zone', 'us-east-1'))('ZoneId'),
            },
          ],
        },
      },
    },
    { Arn: { Value: { Ref: 'Certificate' } } },
  );
  expect(certificate).toMatchObject({ status: 'CREATE_COMPLETE', reasons: '' });
  const { status, reasons } = await create('distribution', {
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Aliases: ['seoul.ticketing.pw'],
          ViewerCertificate: {
            AcmCertificateArn: certificate.output('Arn'),
            SslSupportMethod: 'sni-only',
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
          Origins: [
            {
              Id: 'o',
              DomainName: 'ticketing.pw',
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'o',
            ViewerProtocolPolicy: 'https-only',
            CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
          },
        },
      },
    },
  });
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(reasons).toMatch(/Distribution: .*certificate doesn't exist, isn't in us-east-1 region/);
});

test('a load balancer in subnets without a route to the internet is made, and nobody reaches it', async () => {
  const subnet = (zone: string, block: string): object => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, AvailabilityZone: `${SEOUL}${zone}`, CidrBlock: block },
  });
  const balancer = await create(
    'unreachable',
    {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
      Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
      Attachment: {
        Type: 'AWS::EC2::VPCGatewayAttachment',
        Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } },
      },
      SubnetA: subnet('a', '10.9.1.0/24'),
      SubnetC: subnet('c', '10.9.2.0/24'),
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'everybody',
          VpcId: { Ref: 'Vpc' },
          SecurityGroupIngress: [
            { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' },
          ],
        },
      },
      Balancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        DependsOn: 'Attachment',
        Properties: {
          Scheme: 'internet-facing',
          Type: 'application',
          Subnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetC' }],
          SecurityGroups: [{ Ref: 'Group' }],
        },
      },
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: { Ref: 'Balancer' },
          Port: 80,
          Protocol: 'HTTP',
          DefaultActions: [
            {
              Type: 'fixed-response',
              FixedResponseConfig: {
                StatusCode: '200',
                ContentType: 'text/plain',
                MessageBody: 'reached',
              },
            },
          ],
        },
      },
    },
    { Name: { Value: { 'Fn::GetAtt': ['Balancer', 'DNSName'] } } },
  );
  expect(balancer).toMatchObject({ status: 'CREATE_COMPLETE', reasons: '' });
  const [address] = await answerOf(site, balancer.output('Name'));
  expect(address).toBeDefined();
  expect(await answersHttp(String(address))).toBe(false);
  // The site's own, in public subnets, is there for everybody: what was seen is not the port's
  // fault.
  const seoul = await aws.outputs(`ticketing-${SEOUL}`, SEOUL);
  const [reached] = await answerOf(site, seoul('LoadBalancerDnsName'));
  expect(await answersHttp(String(reached))).toBe(true);
});

interface Created {
  status: string;
  /** Why resources failed, one a line. */
  reasons: string;
  output(key: string): string;
}

async function create(name: string, resources: object, outputs = {}): Promise<Created> {
  const client = aws.client(CloudFormationClient, SEOUL);
  const body = {
    Resources: resources,
    ...(Object.keys(outputs).length > 0 && { Outputs: outputs }),
  };
  await client.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify(body),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  const stack = await until(
    `stack ${name} is done`,
    async () => {
      const { Stacks: [found] = [] } = await client.send(
        new DescribeStacksCommand({ StackName: name }),
      );
      return found?.StackStatus?.endsWith('IN_PROGRESS') === false ? found : undefined;
    },
    { withinMs: STACK_WITHIN_MS },
  );
  const { StackEvents: events = [] } = await client.send(
    new DescribeStackEventsCommand({ StackName: name }),
  );
  return {
    status: stack.StackStatus ?? '',
    reasons: events
      .filter((event) => event.ResourceStatus?.endsWith('_FAILED'))
      .map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)
      .join('\n'),
    output: (key) => stack.Outputs?.find((one) => one.OutputKey === key)?.OutputValue ?? '',
  };
}

/** False when nothing comes back in time: on AWS such packets are lost. */
function answersHttp(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: 80 + site.endpoint.privilegedPortOffset });
    const end = (outcome: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => end(false), CONNECT_MS_MAX);
    socket.once('connect', () =>
      socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
    );
    socket.once('data', () => end(true));
    socket.once('error', () => end(false));
  });
}
