import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import { logGroupOperations } from './log-groups.ts';
import { logStreamOperations } from './log-streams.ts';
import { logTagOperations } from './log-tags.ts';
import { LogsStore } from './logs-store.ts';
import { putEventOperations } from './put-events.ts';
import { readEventOperations } from './read-events.ts';

const OPERATIONS = mergeOperations(
  logGroupOperations,
  logStreamOperations,
  logTagOperations,
  putEventOperations,
  readEventOperations,
);

/** Amazon CloudWatch Logs: groups, streams and their events. */
export class LogsService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'logs',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;

  constructor(deps: ServiceDeps) {
    this.operations = operationsOf(new LogsStore(deps));
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-cloudwatch-logs')) };
  }
}

function operationsOf(store: LogsStore) {
  return bindOperations(store, OPERATIONS);
}
