import {
  ActiveInstanceRefreshNotFoundFault,
  AutoScalingClient,
  CancelInstanceRefreshCommand,
  StartInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import type { FaultPort } from '@understudy/drill';
import type { EngineInfo } from '@understudy/engine';
import { clientSettings } from '../../engine/aws.ts';

const PREFIX = 'rollout ';

/**
 * A fault port that begins rollouts besides: an instance refresh of a region's group, as AWS's API
 * has it. What is still under way when it is to end is cancelled.
 *
 * @param groupNames by region
 */
export function withRollouts(
  port: FaultPort,
  info: EngineInfo,
  groupNames: ReadonlyMap<string, string>,
): FaultPort {
  const call = async <T>(
    region: string,
    use: (client: AutoScalingClient, AutoScalingGroupName: string) => Promise<T>,
  ): Promise<T> => {
    const name = groupNames.get(region);
    if (name === undefined) throw new Error(`the site has no web servers in ${region}`);
    const client = new AutoScalingClient(clientSettings(info, region));
    try {
      return await use(client, name);
    } finally {
      client.destroy();
    }
  };
  return {
    async begin(fault) {
      if (!isRollout(fault)) return await port.begin(fault);
      const { region } = fault;
      await call(region, (client, AutoScalingGroupName) =>
        client.send(new StartInstanceRefreshCommand({ AutoScalingGroupName })),
      );
      return PREFIX + region;
    },
    async end(id) {
      if (!id.startsWith(PREFIX)) return await port.end(id);
      await call(id.slice(PREFIX.length), async (client, AutoScalingGroupName) => {
        try {
          await client.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName }));
        } catch (error) {
          // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CancelInstanceRefresh.html
          if (!(error instanceof ActiveInstanceRefreshNotFoundFault)) throw error;
        }
      });
    },
  };
}

function isRollout(fault: object): fault is { subject: 'rollout'; region: string } {
  return (
    'subject' in fault &&
    fault.subject === 'rollout' &&
    'region' in fault &&
    typeof fault.region === 'string'
  );
}
