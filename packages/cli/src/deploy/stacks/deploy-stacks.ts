import type { AssemblyStack } from '@understudy/site';
import { deployStack, type DeployStackContext } from './deploy-stack.ts';
import { nextStacks } from './next-stacks.ts';
import { publishFiles } from './publish-files.ts';

/** CloudFormation bears more; a person who watches does not. */
const STACKS_AT_ONCE = 3;

/**
 * Publishes what the templates refer to, then deploys each stack after those that it depends on.
 * After a failure none is begun any more, and those at work are waited for.
 *
 * @throws UnderstudyError DeploymentFailed of the first that failed
 */
export async function deployStacks(
  stacks: readonly AssemblyStack[],
  context: DeployStackContext,
): Promise<void> {
  await publishFiles(stacks);
  const done = new Set<string>();
  const atWork = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (;;) {
    const state = { done, atWork: new Set(atWork.keys()), atOnceMax: STACKS_AT_ONCE };
    for (const stack of failures.length > 0 ? [] : nextStacks(stacks, state)) {
      const work = deployStack(stack, context)
        .then(() => void done.add(stack.name))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => void atWork.delete(stack.name));
      atWork.set(stack.name, work);
    }
    if (atWork.size === 0) break;
    await Promise.race(atWork.values());
  }
  if (failures.length > 0) throw failures[0];
}
