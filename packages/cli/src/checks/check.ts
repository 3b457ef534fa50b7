import type { EngineState } from '@understudy/contract';
import type { Session } from '../engine/session.ts';
import type { StackOutputs } from '../deploy/messages.ts';
import type { AwsClients } from './clients.ts';

/** `not-used`: an optional part that the site does not have. */
export type CheckState = 'working' | 'degraded' | 'failing' | 'not-used';

export interface CheckResult {
  state: CheckState;
  /** What was seen just now, in a sentence. */
  evidence: string;
  /** Who answered the visitor, where the check was one's. */
  servedBy?: ServedBy;
}

/** Where a page came from, as far as AWS's own calls tell. */
export interface ServedBy {
  region: string;
  /** The edge location, or null where the name led to a load balancer itself. */
  edge: string | null;
  /** The zone and the instance, where only one was in service; any of `targets` otherwise. */
  zone: string | null;
  instance: string | null;
  targets: { instance: string; zone: string }[];
}

export interface CheckContext {
  session: Session;
  clients: AwsClients;
  engine: EngineState;
  outputs: StackOutputs;
  /** Regions of the site that run and that no fault holds. */
  alive: string[];
}

/**
 * One system of the architecture, and how to see that it works. What it throws is evidence that it
 * does not.
 */
export interface Check {
  /** The tutorial's step. */
  step: number;
  name: string;
  /** How long it may take, where that is not `CHECK_WALL_MS_MAX`. */
  withinMs?: number;
  run(context: CheckContext): Promise<CheckResult>;
}

export function working(evidence: string): CheckResult {
  return { state: 'working', evidence };
}

export function degraded(evidence: string): CheckResult {
  return { state: 'degraded', evidence };
}

export function failing(evidence: string): CheckResult {
  return { state: 'failing', evidence };
}

export function notUsed(evidence: string): CheckResult {
  return { state: 'not-used', evidence };
}

/** A stack's output; what is missing was not deployed. */
export function outputOf(context: CheckContext, stack: string, key: string): string {
  const value = context.outputs[stack]?.[key];
  if (value === undefined)
    throw new Error(`stack ${stack} has no output ${key}: it is not deployed`);
  return value;
}
