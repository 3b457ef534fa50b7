import type { Clock } from '@understudy/contract';
import type { ResourceHandler } from '../../../kernel/resource.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { Signals } from './signals.ts';
import type { StackStore } from './store.ts';

/** What stacks ask of other services. */
export interface StackNeighbours {
  handlers: (type: string) => ResourceHandler | undefined;
  /** `name` or `name:version`, as the stack's caller reads it from SSM; throws SSM's errors. */
  readSsmParameter: (caller: RequestContext, name: string) => string;
  roleExists: (arn: string) => boolean;
  /** Undefined for an alarm that is not in the region. */
  alarmState: (
    arn: string,
    region: string,
  ) => Promise<{ state: string; reason: string } | undefined>;
  /** The zones of a region, as EC2 describes them. */
  availabilityZones: (caller: RequestContext, region: string) => string[];
}

/** What the orchestration of stacks works with. */
export interface StackEnvironment extends StackNeighbours {
  store: StackStore;
  clock: Clock;
  signals: Signals;
}
