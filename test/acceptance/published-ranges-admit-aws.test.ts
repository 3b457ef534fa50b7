import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetHealthCheckLastFailureReasonCommand, Route53Client } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { visit, visitUntil } from '../support/visitor.ts';

const SPEED = 20;
const PRIMARY = 'ap-northeast-2';
const STANDBY = 'us-east-1';
const SWITCHED_WITHIN_MS = 45_000;

test(
  'a load balancer that admits CloudFront alone shuts the checkers out, until their list is admitted too',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', String(SPEED));
    using aws = new Aws(site);
    const ec2 = aws.client(EC2Client, PRIMARY);
    const elbv2 = aws.client(ElasticLoadBalancingV2Client, PRIMARY);
    const stack = await aws.outputs(`ticketing-${PRIMARY}`, PRIMARY);
    const arn = stack('LoadBalancerArn');
    const { LoadBalancers: [balancer] = [] } = await elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }),
    );
    const [group = ''] = balancer?.SecurityGroups ?? [];
    const { SecurityGroups: [before] = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [group] }),
    );

    const prefixList = async (name: string): Promise<string | undefined> => {
      const { PrefixLists: [list] = [] } = await ec2.send(
        new DescribeManagedPrefixListsCommand({
          Filters: [{ Name: 'prefix-list-name', Values: [name] }],
        }),
      );
      return list?.PrefixListId;
    };
    const admit = async (GroupId: string, name: string): Promise<void> => {
      const PrefixListIds = [{ PrefixListId: await prefixList(name) }];
      const permission = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, PrefixListIds };
      await ec2.send(
        new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] }),
      );
    };

    await admit(group, 'com.amazonaws.global.cloudfront.origin-facing');
    const everybody = before?.IpPermissions;
    await ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: everybody }),
    );
    // Edge locations come from where CloudFront's servers do: the page still is Seoul's.
    expect((await visit(site)).region).toBe(PRIMARY);
    await visitUntil(site, (page) => page.region === STANDBY, { withinMs: SWITCHED_WITHIN_MS });
    const routing = await aws.outputs('ticketing-routing', STANDBY);
    const { HealthCheckObservations: reasons = [] } = await aws.client(Route53Client, STANDBY).send(
      new GetHealthCheckLastFailureReasonCommand({
        HealthCheckId: routing('PrimaryHealthCheckId'),
      }),
    );
    expect(reasons.length).toBeGreaterThan(13);
    for (const { IPAddress: from, StatusReport: report } of reasons) {
      expect(from).not.toMatch(/^127\./);
      expect(report?.Status).toMatch(/^Failure: Resolved IP: [\d.]+\. /);
    }

    // One group has no room for both lists (55 and 25 of 60 rules); a load balancer may have two.
    const { GroupId: second = '' } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'checkers',
        Description: 'health checkers',
        VpcId: before?.VpcId,
      }),
    );
    await admit(second, `com.amazonaws.${PRIMARY}.route53-healthchecks`);
    await elbv2.send(
      new SetSecurityGroupsCommand({ LoadBalancerArn: arn, SecurityGroups: [group, second] }),
    );
    await visitUntil(site, (page) => page.region === PRIMARY, { withinMs: SWITCHED_WITHIN_MS });
  },
);
