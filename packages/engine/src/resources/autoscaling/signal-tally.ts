/** Signals of one creation or update so far. */
export interface SignalTally {
  /** How many instances are to signal in all. */
  expected: number;
  succeeded: number;
  /** Signals of failure, and instances that did not signal in time. */
  failed: number;
  /** Of `failed`, those that said so. */
  saidFailed: number;
}

export const noSignals = (expected: number): SignalTally => ({
  expected,
  succeeded: 0,
  failed: 0,
  saidFailed: 0,
});

/**
 * The reason why the operation fails, once too few can succeed; undefined before. "If you update
 * five instances with a minimum successful percentage of 50, three instances must signal success."
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export function unsatisfied(
  { expected, succeeded, failed, saidFailed }: SignalTally,
  minSuccessfulInstancesPercent: number,
): string | undefined {
  const needed = Math.ceil((expected * minSuccessfulInstancesPercent) / 100);
  if (expected - failed >= needed) return undefined;
  const received = saidFailed > 0 ? `${saidFailed} FAILURE` : `${succeeded} SUCCESS`;
  return `Received ${received} signal(s) out of ${expected}. Unable to satisfy ${minSuccessfulInstancesPercent}% MinSuccessfulInstancesPercent requirement`;
}
