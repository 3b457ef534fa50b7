import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
} from '@aws-sdk/client-cloudformation';
import { UnderstudyError } from '@understudy/contract';
import { bucketNames, GLOBAL_REGION, stackNames } from '@understudy/site';
import { monotonicMs, sleep } from '../clock/wall.ts';
import { callerAccount } from './account.ts';
import { emptyBucket } from './empty-bucket.ts';
import { keptParts } from './protection/kept-parts.ts';
import { liftProtection } from './protection/lift-protection.ts';
import { readOutputs } from './stack-outputs.ts';
import { describeStack } from './stacks/describe-stack.ts';
import { resourceAtWork } from './stacks/follow-stack.ts';
import { deleteLeftRecords } from './left-records.ts';
import { siteStacks } from './plan/left-behind.ts';
import type { DeployIo, DeployJob, StackOutputs } from './messages.ts';

const POLL_WALL_MS = 500;
const DELETE_WALL_MS_MAX = 45 * 60_000;
/** Of deleting one stack, each after its buckets were emptied. */
const ATTEMPTS_MAX = 3;

/**
 * Deletes everything that `deploySite` made but what the site protects, in reverse. Buckets that go
 * are emptied first: CloudFormation refuses full ones.
 */
export async function destroySite(
  job: DeployJob,
  io: DeployIo,
): Promise<{ outputs: StackOutputs; changed: boolean }> {
  const { site } = job;
  const account = await callerAccount(site.primary);
  const kept = keptParts(site, account);
  const buckets = kept.length === 0 ? ', and all that is in its buckets' : '';
  const question = [
    `Delete every stack of ${site.domain} in account ${account}${buckets}?`,
    ...kept.map((part) => `  kept: ${part}`),
  ].join('\n');
  if (job.ask && !(await io.ask(question))) {
    throw new UnderstudyError('DeploymentDeclined', { message: 'the deletion was not confirmed' });
  }
  let changed = false;
  for (const { name, region } of siteStacks(site)) {
    if (!(await status(name, region))) continue;
    const startedMs = monotonicMs();
    io.report({ kind: 'step', text: `deleting ${name}`, stackName: name });
    const isRegional = region !== GLOBAL_REGION || name.endsWith(region);
    if (isRegional && site.protect === 'all') await liftProtection({ name, region });
    if (name === stackNames(site).zone) await deleteLeftRecords(site.domain);
    const buckets = isRegional ? bucketNames(site, { account, region }) : [];
    await deleteEmptied({ name, region }, { site, buckets, io });
    io.report({
      kind: 'stack-done',
      stackName: name,
      changed: true,
      tookMs: monotonicMs() - startedMs,
    });
    changed = true;
  }
  for (const part of kept) io.report({ kind: 'note', text: `kept: ${part}` });
  return { outputs: {}, changed };
}

/**
 * The app writes, and load balancers their logs, until they end with the stack: what came into a
 * bucket after it was emptied fails the deletion once.
 */
async function deleteEmptied(
  stack: { name: string; region: string },
  { site, buckets, io }: { site: DeployJob['site']; buckets: readonly string[]; io: DeployIo },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (site.protect === 'none') {
      for (const bucket of buckets) await emptyBucket(stack.region, bucket);
      if (site.accessLogs) await emptyLogs(stack);
    }
    try {
      return await deleteStack(stack.name, stack.region, io);
    } catch (error) {
      const again =
        attempt < ATTEMPTS_MAX && site.protect === 'none' && (await isBucketLeft(stack));
      if (!again) throw error;
    }
  }
}

/** Of what happened last. */
async function isBucketLeft({ name, region }: { name: string; region: string }): Promise<boolean> {
  const client = new CloudFormationClient({ region });
  try {
    const { StackEvents: events = [] } = await client.send(
      new DescribeStackEventsCommand({ StackName: name }),
    );
    return events.some(
      ({ ResourceType, ResourceStatus }) =>
        ResourceType === 'AWS::S3::Bucket' && ResourceStatus === 'DELETE_FAILED',
    );
  } finally {
    client.destroy();
  }
}

async function emptyLogs(stack: { name: string; region: string }): Promise<void> {
  const bucket = (await readOutputs([stack]))[stack.name]?.['AccessLogBucket'];
  if (bucket !== undefined) await emptyBucket(stack.region, bucket);
}

async function deleteStack(name: string, region: string, io: DeployIo): Promise<void> {
  const client = new CloudFormationClient({ region });
  try {
    await client.send(new DeleteStackCommand({ StackName: name }));
    const deadlineMs = monotonicMs() + DELETE_WALL_MS_MAX;
    for (;;) {
      const found = await status(name, region);
      if (found === undefined) return;
      if (found.endsWith('_FAILED'))
        throw new UnderstudyError('DeploymentFailed', {
          message: `stack ${name} was not deleted: ${found}`,
          hint: `'aws cloudformation describe-stack-events --stack-name ${name} --region ${region}' tells why`,
        });
      if (monotonicMs() > deadlineMs)
        throw new UnderstudyError('DeploymentFailed', {
          message: `stack ${name} is still ${found}`,
        });
      const resource = await resourceAtWork(client, name);
      const at = resource === undefined || resource === name ? '' : `: ${resource}`;
      io.report({ kind: 'step', text: `deleting ${name}${at}`, stackName: name });
      await sleep(POLL_WALL_MS);
    }
  } finally {
    client.destroy();
  }
}

async function status(name: string, region: string): Promise<string | undefined> {
  const client = new CloudFormationClient({ region });
  try {
    return (await describeStack(client, name))?.StackStatus;
  } finally {
    client.destroy();
  }
}
