import type { FaultStep } from '../scenario/scenario.ts';

const GONE = ['crash', 'hang', 'blackhole'];

/**
 * The fault with which the primary is lost, for what the standby lacks at that moment: the first
 * one that takes all of it; where none does, the first fault of all.
 */
export function lossStep(steps: readonly FaultStep[], primary: string): FaultStep | undefined {
  const inTurn = steps.toSorted((left, right) => left.atSeconds - right.atSeconds);
  const isLoss = ({ fault }: FaultStep): boolean =>
    fault.subject === 'region' &&
    fault['region'] === primary &&
    (fault.mode === undefined || GONE.includes(fault.mode));
  return inTurn.find(isLoss) ?? inTurn[0];
}
