import process from 'node:process';
import { DescribeInstancesCommand, EC2Client, GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import { instanceOutputsSchema, UnderstudyError, type InstanceOutputs } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';
import { sleep } from '../../clock/wall.ts';
import { clientSettings } from '../../engine/aws.ts';
import { askControl } from '../../engine/control.ts';
import { findEngine, type EngineSession } from '../../engine/session.ts';
import type { GlobalFlags } from '../../flags.ts';
import { colors } from '../../render/colors.ts';
import { table } from '../../render/table.ts';
import { freshLines } from '../../watch/fresh-lines.ts';

export interface LogFlags extends GlobalFlags {
  all?: true;
  follow?: true;
}

/** What an instance's web process wrote; on EC2 as here, that is the console output. */
export async function logs(instance: string | undefined, flags: LogFlags): Promise<void> {
  const session = findEngine(flags);
  if (flags.follow !== undefined) return await followOutput(session, instance);
  if (flags.all !== undefined && instance === undefined) return await allOutput(session);
  if (instance === undefined) return listInstances(session);
  for (const region of session.info.regions) {
    const output = await consoleOutput(session, region, instance);
    if (output !== undefined)
      return void process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  }
  throw unknown(instance);
}

function unknown(instance: string): UnderstudyError {
  return new UnderstudyError('InstanceUnknown', {
    message: `no region has an instance '${instance}'`,
  });
}

const FOLLOW_WALL_MS = 400;
const COLOURS = [colors.cyan, colors.yellow, colors.magenta, colors.green, colors.blue] as const;

/** As far back as the engine keeps it, one instance after the other. */
async function allOutput({ info }: EngineSession): Promise<void> {
  const paint = new Painter();
  for (const { instanceId, lines } of await outputs(info)) write(paint.of(instanceId), lines);
}

/** Until it is interrupted; instances that come later are among it. */
async function followOutput({ info }: EngineSession, instance: string | undefined): Promise<void> {
  const paint = new Painter();
  const seen = new Map<string, number>();
  for (let isFirst = true; ; isFirst = false) {
    const all = await outputs(info);
    const wanted = all.filter(({ instanceId }) => (instance ?? instanceId) === instanceId);
    if (isFirst && instance !== undefined && wanted.length === 0) throw unknown(instance);
    for (const output of wanted) {
      const { instanceId, written } = output;
      // One that is launched while we look on is shown from its first line on.
      const before = seen.get(instanceId) ?? (isFirst ? undefined : 0);
      const { lines, missed } = freshLines(before, output);
      const prefix = instance === undefined ? paint.of(instanceId) : '';
      if (missed > 0) write(prefix, [colors.dim(`… ${missed} lines came too fast to be kept`)]);
      write(prefix, lines);
      seen.set(instanceId, written);
    }
    await sleep(FOLLOW_WALL_MS);
  }
}

async function outputs(info: EngineInfo): Promise<InstanceOutputs['instances']> {
  const call = { method: 'GET', route: 'output' } as const;
  return (await askControl(info, call, instanceOutputsSchema)).instances;
}

function write(prefix: string, lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${prefix}${line}\n`);
}

/** A colour an instance, the same for all of its lines. */
class Painter {
  readonly #prefixes = new Map<string, string>();

  of(instanceId: string): string {
    const colour = COLOURS[this.#prefixes.size % COLOURS.length] ?? colors.cyan;
    const prefix = this.#prefixes.get(instanceId) ?? `${colour(instanceId)} | `;
    this.#prefixes.set(instanceId, prefix);
    return prefix;
  }
}

async function consoleOutput(
  { info }: EngineSession,
  region: string,
  instance: string,
): Promise<string | undefined> {
  const client = new EC2Client(clientSettings(info, region));
  try {
    const { Output: output = '' } = await client.send(
      new GetConsoleOutputCommand({ InstanceId: instance }),
    );
    return Buffer.from(output, 'base64').toString('utf8');
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('InvalidInstanceID')) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

async function listInstances({ info }: EngineSession): Promise<void> {
  const rows = await Promise.all(
    info.regions.map(async (region) => {
      const client = new EC2Client(clientSettings(info, region));
      const { Reservations: reservations = [] } = await client.send(
        new DescribeInstancesCommand({}),
      );
      client.destroy();
      return reservations
        .flatMap((reservation) => reservation.Instances ?? [])
        .map((instance) => [
          instance.InstanceId ?? '',
          instance.Placement?.AvailabilityZone ?? region,
          instance.State?.Name ?? '',
          instance.PrivateIpAddress ?? '',
        ]);
    }),
  );
  process.stdout.write(`${table([['INSTANCE', 'ZONE', 'STATE', 'ADDRESS'], ...rows.flat()])}\n`);
}
