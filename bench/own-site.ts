import process from 'node:process';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { Aws } from '../test/support/aws.ts';
import { understudy } from '../test/support/cli.ts';
import { environmentOf } from '../test/support/environment.ts';
import { PackedInstall } from '../test/support/packed.ts';
import { ExampleSite } from '../test/support/site.ts';
import { until } from '../test/support/until.ts';
import { answerOf, visitUntil } from '../test/support/visitor.ts';
import { atLeast, atMost, exactly, measured, type Figure } from './support/figures.ts';
import { load } from './support/raw-load.ts';

const WITHIN_MS = 300_000;
const HOST = 'ticketing.pw';
const IDENTITY = 'const identity = await whoami();';
const CONNECTIONS = 4;
const ROUND_MS = 1_000;
const REGIONS = ['us-east-1', 'ap-northeast-2'];
const INSTANCES = 2;
/** As high as a configuration may say: more than the load sends in a minute. */
const REQUESTS_PER_TARGET_MAX = 1_000_000;

/** What a site of one's own takes: to begin, to be changed, to get a new version. */
export async function measureOwnSite(): Promise<Figure[]> {
  return [...(await begun()), ...(await changed()), ...(await replaced())];
}

/** From an empty folder to the first page, with what npm has in its cache. */
async function begun(): Promise<Figure[]> {
  await using packed = new PackedInstall();
  await packed.pack();
  const startedMs = performance.now();
  const unreachable = await packed.install(packed.project, ['understudy']);
  if (unreachable !== undefined) {
    process.stderr.write(`not measured: ${unreachable}\n`);
    return [];
  }
  const init = ['init', '--template', 'node', '--domain', 'bakery.example'];
  await done(packed, [...init, '--primary', 'eu-west-1', '--standby', 'us-east-1']);
  const upMs = performance.now();
  await done(packed, ['up', '--detach', '--port', '0']);
  const endMs = performance.now();
  await done(packed, ['down']);
  return [
    atMost('npm install, init and up of an own app', (endMs - startedMs) / 1000, 's', 60),
    atMost('its up alone, with every check', (endMs - upMs) / 1000, 's', 8),
  ];
}

async function done(packed: PackedInstall, words: string[]): Promise<void> {
  const { code, stderr } = await packed.understudy(process.execPath, words);
  if (code !== 0) throw new Error(`${words.join(' ')} failed with ${code}:\n${stderr}`);
}

/** `dev`, from the save to the answer of a web server. */
async function changed(): Promise<Figure[]> {
  await using site = new ExampleSite();
  await site.up();
  const dev = site.start(['dev']);
  const watches = (): true | undefined => (dev.written().includes('to end') ? true : undefined);
  await dev.during(until('it watches', watches, { withinMs: WITHIN_MS }));
  const savedMs = performance.now();
  site.edit('web/server.js', IDENTITY, 'const identity = { ...(await whoami()), version: 2 };');
  await visitUntil(site, (page) => 'version' in page, { withinMs: WITHIN_MS });
  return [atMost('dev: from save to answer', (performance.now() - savedMs) / 1000, 's', 2)];
}

/**
 * A new version of two instances in each of two regions, under load, which must not make a group
 * larger: three instances are two batches, and twice the time.
 */
async function replaced(): Promise<Figure[]> {
  await using site = new ExampleSite();
  const capacity = 'capacity: { min: 2, max: 4 },';
  const scaling = `scaling: { requestsPerTargetHigh: ${REQUESTS_PER_TARGET_MAX} },`;
  site.edit('understudy.config.ts', capacity, `${capacity} ${scaling}`);
  await site.up();
  site.edit('web/server.js', IDENTITY, 'const identity = { ...(await whoami()), version: 2 };');
  const visitors = await traffic(site);
  const env = await environmentOf(site);
  const options = { cwd: site.folder, env, withinMs: WITHIN_MS };
  const { code, stderr } = await understudy(['deploy', '--yes'], options);
  const { answered, failed } = await visitors.stop();
  if (code !== 0) throw new Error(`deploy failed:\n${stderr}`);
  const updates = await Promise.all(REGIONS.map((region) => rollingUpdate(site, region)));
  const seconds = updates.map((update) => update.seconds);
  return [
    ...updates.flatMap(({ region, instances, batches }) => [
      exactly(`instances replaced in ${region}`, instances, '', INSTANCES),
      exactly('batches of these', batches, '', 1),
    ]),
    atMost(
      'rolling update of 2 instances, the slower region: AWS time',
      Math.max(...seconds),
      's',
      40,
    ),
    measured(
      'the same of both regions, one after the other',
      seconds.reduce((sum, one) => sum + one, 0),
      's',
    ),
    atLeast('requests meanwhile', answered, '', 5_000),
    atMost('of these failed', failed, '', 0),
  ];
}

interface Traffic {
  stop(): Promise<{ answered: number; failed: number }>;
}

/** Pages through the edge, which are the primary's, on connections that are kept. */
async function traffic(site: ExampleSite): Promise<Traffic> {
  const [host = ''] = await answerOf(site, HOST);
  const target = { host, port: 443 + site.endpoint.privilegedPortOffset, servername: HOST };
  const request = Buffer.from(`GET /api/whoami HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  let going = true;
  let [answered, failed] = [0, 0];
  const over = (async () => {
    while (going)
      try {
        answered += await load(target, request, { connections: CONNECTIONS, ms: ROUND_MS });
      } catch (error) {
        failed += 1;
        process.stderr.write(`${String(error)}\n`);
      }
  })();
  return {
    async stop() {
      going = false;
      await over;
      return { answered, failed };
    },
  };
}

interface RollingUpdate {
  region: string;
  /** From the group's first event of the last update to its last. */
  seconds: number;
  /** How many were obsolete, as the group's own event says. */
  instances: number;
  batches: number;
}

async function rollingUpdate(site: ExampleSite, region: string): Promise<RollingUpdate> {
  using aws = new Aws(site);
  const { StackEvents: events = [] } = await aws
    .client(CloudFormationClient, region)
    .send(new DescribeStackEventsCommand({ StackName: `ticketing-${region}` }));
  const token = events[0]?.ClientRequestToken;
  const own = events.filter((event) => event.ClientRequestToken === token && isOfGroup(event));
  const times = own.map(({ Timestamp: time }) => time?.getTime() ?? Number.NaN);
  const reasons = own.map(({ ResourceStatusReason: reason = '' }) => reason);
  const [, obsolete] = reasons.join('\n').match(/Terminating (\d+) obsolete instance/) ?? [];
  return {
    region,
    seconds: (Math.max(...times) - Math.min(...times)) / 1000,
    instances: Number(obsolete),
    batches: reasons.filter((reason) => reason.startsWith('Terminating instance(s)')).length,
  };
}

function isOfGroup({ ResourceType: type = '' }: StackEvent): boolean {
  return type === 'AWS::AutoScaling::AutoScalingGroup';
}
