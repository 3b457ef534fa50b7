import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53';
import { HeadBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { SiteConfig } from '@understudy/site';
import { expect, test } from 'vitest';
import { startDeployWorker } from '../../packages/cli/src/deploy/run-worker.ts';
import { Aws } from '../support/aws.ts';
import { environmentOf } from '../support/environment.ts';
import { ExampleSite } from '../support/site.ts';

const REGIONS = ['ap-northeast-2', 'us-east-1'];

test(
  'what a site protects is not deleted by hand, stays when its stacks go, and is told of',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    site.edit('understudy.config.ts', "protect: 'none'", "protect: 'all', accessLogs: true");
    await site.up('--speed', '20');
    using aws = new Aws(site);
    const bucketsOf = async (region: string): Promise<[string, string]> => {
      const output = await aws.outputs(`ticketing-${region}`, region);
      return [output('AssetBucket'), output('DataBucket')];
    };
    const buckets = await Promise.all(REGIONS.map(bucketsOf));
    const elbv2 = aws.client(ElasticLoadBalancingV2Client, 'us-east-1');
    const LoadBalancerArn = (await aws.outputs('ticketing-us-east-1', 'us-east-1'))(
      'LoadBalancerArn',
    );
    await expect(elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }))).rejects.toThrow(
      /deletion protection/,
    );

    const told: string[] = [];
    await startDeployWorker().run(
      {
        ...{ site: await configOf(site), directory: path.join(site.state, 'destroyed') },
        ...{ environment: await environmentOf(site), registrar: 'auto', ask: true },
        action: 'destroy',
      },
      {
        onMessage: (message) => void (message.kind === 'note' && told.push(message.text)),
        ask: (text) => Promise.resolve(told.push(text) > 0),
      },
    );

    for (const region of REGIONS) {
      const { Stacks: stacks } = await aws
        .client(CloudFormationClient, region)
        .send(new DescribeStacksCommand({}));
      expect(stacks ?? []).toEqual([]);
    }
    const { LoadBalancers: balancers } = await elbv2.send(new DescribeLoadBalancersCommand({}));
    expect(balancers ?? []).toEqual([]);
    const { HostedZones: zones = [] } = await aws
      .client(Route53Client, 'us-east-1')
      .send(new ListHostedZonesByNameCommand({ DNSName: 'ticketing.pw' }));
    expect(zones.map(({ Name }) => Name)).toEqual(['ticketing.pw.']);
    const kept = [
      'the hosted zone of ticketing.pw',
      ...buckets.flat().map((name) => `bucket ${name}`),
      'the buckets of access logs',
    ];
    expect(told.slice(1)).toEqual(kept.map((part) => `kept: ${part}`));
    for (const part of kept) expect(told[0]).toContain(part);
    for (const [index, region] of REGIONS.entries()) {
      const { KeyCount } = await aws
        .client(S3Client, region)
        .send(new ListObjectsV2Command({ Bucket: buckets[index]?.[0] }));
      expect(KeyCount).toBeGreaterThan(0);
      const data = new HeadBucketCommand({ Bucket: buckets[index]?.[1] });
      await aws.client(S3Client, region).send(data);
    }
  },
);

async function configOf(site: ExampleSite): Promise<SiteConfig> {
  const file = path.join(site.folder, 'understudy.config.ts');
  const { default: config } = (await import(pathToFileURL(file).href)) as { default: SiteConfig };
  return config;
}
