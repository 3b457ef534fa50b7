import type { Scope } from './scope.ts';

/** Evaluates arguments within a function. */
export type Evaluate = (value: unknown) => unknown;

/**
 * One intrinsic function: its argument as written, since Fn::If must not evaluate both branches.
 */
export type IntrinsicFunction = (argument: unknown, evaluate: Evaluate, scope: Scope) => unknown;
