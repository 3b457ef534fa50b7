/** A stack, and which must be deployed before it. */
export interface Ordered {
  name: string;
  dependsOn: readonly string[];
}

/**
 * Those that can be begun now, in their order: whose dependencies among `stacks` are all done, so
 * many that no more than `atOnceMax` are at work.
 */
export function nextStacks<T extends Ordered>(
  stacks: readonly T[],
  state: { done: ReadonlySet<string>; atWork: ReadonlySet<string>; atOnceMax: number },
): T[] {
  const names = new Set(stacks.map(({ name }) => name));
  return stacks
    .filter(({ name }) => !state.done.has(name) && !state.atWork.has(name))
    .filter(({ dependsOn }) =>
      dependsOn.every((other) => state.done.has(other) || !names.has(other)),
    )
    .slice(0, Math.max(0, state.atOnceMax - state.atWork.size));
}
