import type { RequestContext } from '../../../kernel/service.ts';
import { stackMissing, validationError } from '../errors.ts';
import type { StackEnvironment } from '../stack/environment.ts';
import type { StackRecord } from '../stack/records.ts';
import type { StackRunner } from '../stack/runner.ts';

/** What the operations work with. */
export interface OperationTools {
  environment: StackEnvironment;
  runner: StackRunner;
  readTemplateUrl(url: string, context: RequestContext): Promise<string>;
}

/** The stack of a name or ARN; a deleted one only by its ARN. */
export function requireStack(
  { environment }: OperationTools,
  context: RequestContext,
  nameOrId: string | undefined,
): StackRecord {
  if (nameOrId === undefined || nameOrId === '') throw missingMember('stackName');
  const stack = environment.store.findStack(context.region, nameOrId);
  if (stack === undefined) throw stackMissing(nameOrId);
  return stack;
}

export function missingMember(member: string): Error {
  return validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
