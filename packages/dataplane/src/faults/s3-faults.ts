import { faultValue, type FaultOf, type Random } from '@understudy/contract';
import type { FaultView } from './faults-now.ts';
import { requestDelayMs } from './network-delay.ts';

/** What a request to the region's S3 meets. */
export function decideS3Fault(
  faults: FaultView,
  random: Random,
): { delayMs: number; isError: boolean } {
  const own = faults.of('s3');
  const slow = own.filter(({ mode }) => mode === 'slow');
  const seconds = slow.reduce((total, fault) => total + faultValue(fault, 'delaySeconds'), 0);
  return {
    delayMs: seconds * 1_000 + requestDelayMs(faults.of('region'), random),
    isError: own.some(
      (fault) => fault.mode === 'error' && random.next() < faultValue(fault, 'rate'),
    ),
  };
}

/** How long each object waits before it travels; undefined: none travels. */
export function replicationDelayMs(faults: readonly FaultOf<'replication'>[]): number | undefined {
  if (faults.some(({ mode }) => mode === 'pause')) return undefined;
  return faults.reduce((total, fault) => total + faultValue(fault, 'delaySeconds') * 1_000, 0);
}
