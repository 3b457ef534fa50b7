import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
} from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { until } from '@understudy/contract/testing';
import { expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { visit } from './support/visitor.ts';

const REGION = 'ap-northeast-2';

test(
  'real traffic raises the alarm, and the policy adds an instance that serves',
  { timeout: 120_000 },
  async () => {
    await using site = new ExampleSite();
    site.edit(
      'understudy.config.ts',
      'capacity: { min: 2, max: 4 }',
      'capacity: { min: 1, max: 2 }, scaling: { requestsPerTargetHigh: 20 }',
    );
    await site.up('--speed', '20');
    using aws = new Aws(site);
    const alarms = aws.client(CloudWatchClient, REGION);
    const groups = aws.client(AutoScalingClient, REGION);

    // Each turn is a page; the alarm's minute lasts three seconds at this speed.
    const inService = await until(
      async () => {
        await visit(site);
        const { AutoScalingGroups: [group] = [] } = await groups.send(
          new DescribeAutoScalingGroupsCommand({}),
        );
        const instances = group?.Instances ?? [];
        const ready = instances.filter((one) => one.LifecycleState === 'InService');
        return group?.DesiredCapacity === 2 && ready.length === 2 && ready;
      },
      { withinMs: 60_000, what: 'two instances in service' },
    );

    const { MetricAlarms: known = [] } = await alarms.send(new DescribeAlarmsCommand({}));
    expect(known.map((alarm) => alarm.MetricName)).toContain('RequestCountPerTarget');
    const { Activities: activities = [] } = await groups.send(
      new DescribeScalingActivitiesCommand({}),
    );
    expect(activities[0]?.Cause).toMatch(
      /in state ALARM triggered policy .* changing the desired capacity from 1 to 2/,
    );
    const served = new Set<string>();
    await until(async () => served.add((await visit(site)).instance).size === 2, {
      withinMs: 30_000,
      what: 'pages from both instances',
    });
    expect([...served].sort()).toEqual(inService.map((one) => one.InstanceId).sort());
  },
);
