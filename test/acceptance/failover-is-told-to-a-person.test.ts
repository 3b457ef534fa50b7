import { DescribeAlarmsCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  DescribeLoadBalancersCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notificationsSchema, type Notification } from '@understudy/contract';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { visit, visitUntil } from '../support/visitor.ts';

const SPEED = 20;
const PRIMARY = 'ap-northeast-2';
const STANDBY = 'us-east-1';
const PERSON = 'me@example.com';
/** A minute that is measured whole, the evaluation after it, and what the machine needs. */
const TOLD_WITHIN_MS = (4 * 60_000) / SPEED + 10_000;

test(
  'whom the site names is told that it failed over and that it came back; all the way is encrypted',
  { timeout: 240_000 },
  async () => {
    await using site = new ExampleSite();
    site.edit('understudy.config.ts', "origin: 'http'", "origin: 'https'");
    site.edit(
      'understudy.config.ts',
      "protect: 'none',",
      `protect: 'none', notify: '${PERSON}', certificateAuthorities: ['amazon.com'],`,
    );
    const report = await site.up('--speed', String(SPEED));
    expect(report.systems.filter((system) => system.state !== 'working')).toEqual([]);
    expect((await visit(site)).region).toBe(PRIMARY);
    using aws = new Aws(site);
    expect(await protocols(aws)).toEqual(['HTTPS']);

    const asked = await until(
      'the person is asked',
      () => latest(site, ({ type }) => type === 'SubscriptionConfirmation'),
      { withinMs: 10_000 },
    );
    expect((await fetch(asked.subscribeUrl ?? '')).status).toBe(200);
    await becomes(aws, 'OK');

    await site.run(['fault', 'region', PRIMARY]);
    await visitUntil(site, (page) => page.region === STANDBY, { withinMs: 45_000 });
    const lost = await until('the failover is told', () => latest(site, said('ALARM')), {
      withinMs: TOLD_WITHIN_MS,
    });
    expect(lost.message).toContain(`ticketing.pw is served by ${STANDBY}: its primary, ${PRIMARY}`);
    expect(lost.deliveries.map(({ endpoint }) => endpoint)).toEqual([PERSON]);

    await site.run(['heal']);
    await visitUntil(site, (page) => page.region === PRIMARY, { withinMs: 90_000 });
    await until('the return is told', () => latest(site, said('OK')), { withinMs: TOLD_WITHIN_MS });
  },
);

const said =
  (state: string) =>
  ({ subject }: Notification): boolean =>
    subject?.startsWith(`${state}:`) === true;

/** The latest message that is as wanted. */
async function latest(
  site: ExampleSite,
  wanted: (message: Notification) => boolean,
): Promise<Notification | undefined> {
  const { endpoint, token } = site.endpoint;
  const answer = await fetch(`${endpoint}/_understudy/notifications`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { messages } = notificationsSchema.parse(await answer.json());
  return messages.findLast(wanted);
}

async function becomes(aws: Aws, state: string): Promise<void> {
  const client = aws.client(CloudWatchClient, STANDBY);
  const reached = async (): Promise<true | undefined> => {
    const { MetricAlarms: alarms = [] } = await client.send(new DescribeAlarmsCommand({}));
    const alarm = alarms.find(({ MetricName }) => MetricName === 'HealthCheckStatus');
    return alarm?.StateValue === state ? true : undefined;
  };
  await until(`the alarm is ${state}`, reached, { withinMs: TOLD_WITHIN_MS });
}

/** What the primary's load balancer speaks. */
async function protocols(aws: Aws): Promise<(string | undefined)[]> {
  const client = aws.client(ElasticLoadBalancingV2Client, PRIMARY);
  const { LoadBalancers: [balancer] = [] } = await client.send(
    new DescribeLoadBalancersCommand({}),
  );
  const { Listeners: listeners = [] } = await client.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
  );
  return listeners.map(({ Protocol }) => Protocol);
}
