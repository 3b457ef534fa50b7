import type { Clock } from '@understudy/contract';
import type { ResourceHandler } from '../../../kernel/resource.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { Services } from '../../registry.ts';
import type { StackStore } from './store.ts';

/** What the orchestration of stacks works with. */
export interface StackEnvironment {
  store: StackStore;
  clock: Clock;
  services: () => Services;
  handlers: (type: string) => ResourceHandler | undefined;
}

/** `name` or `name:version`, as the stack's caller reads it from SSM. */
export function readSsmParameter(
  environment: StackEnvironment,
  caller: RequestContext,
  name: string,
): string {
  const { Parameter: parameter } = environment
    .services()
    .ssm.operations.GetParameter(caller, { Name: name });
  return parameter?.Value ?? '';
}

/** The zones of a region, as EC2 describes them. */
export function availabilityZones(
  environment: StackEnvironment,
  caller: RequestContext,
  region: string,
): string[] {
  const { DescribeAvailabilityZones: describe } = environment.services().ec2.operations;
  const { AvailabilityZones: zones = [] } = describe({ ...caller, region }, {});
  return zones.map((zone) => zone.ZoneName ?? '');
}
