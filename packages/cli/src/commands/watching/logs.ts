import process from 'node:process';
import { DescribeInstancesCommand, EC2Client, GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import { UnderstudyError } from '@understudy/contract';
import { clientSettings } from '../../engine/aws.ts';
import { findSession, type Session } from '../../engine/session.ts';
import type { GlobalFlags } from '../../flags.ts';
import { table } from '../../render/table.ts';

/** What an instance's web process wrote; on EC2 as here, that is the console output. */
export async function logs(instance: string | undefined, flags: GlobalFlags): Promise<void> {
  const session = findSession(flags);
  if (instance === undefined) return listInstances(session);
  for (const region of session.info.regions) {
    const output = await consoleOutput(session, region, instance);
    if (output !== undefined)
      return void process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  }
  throw new UnderstudyError('InstanceUnknown', {
    message: `no region has an instance '${instance}'`,
  });
}

async function consoleOutput(
  { info }: Session,
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

async function listInstances({ info }: Session): Promise<void> {
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
