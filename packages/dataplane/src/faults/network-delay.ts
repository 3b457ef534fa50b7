import { faultValue, type FaultOf, type Random } from '@understudy/contract';

/** RFC 6298, section 2.1: until a round trip has been measured, as of a SYN. */
const INITIAL_RTO_MS = 1_000;
/** Linux's least (TCP_RTO_MIN), which counts where round trips are short. */
const RTO_MIN_MS = 200;
/** Linux's tcp_syn_retries: after as many, the connection has timed out, 127 s after the first. */
const RETRANSMISSIONS_MAX = 6;

type RegionFault = FaultOf<'region'>;

/**
 * How much longer a connection to the region takes to open than it would: a round trip for TCP, and
 * another one for TLS 1.3. The SYN or its answer may be lost, and each flight of the handshake.
 */
export function connectionDelayMs(
  faults: readonly RegionFault[],
  { isSecure, random }: { isSecure: boolean; random: Random },
): number {
  const roundTrips = isSecure ? 2 : 1;
  return sum(faults, (fault) => {
    if (fault.mode === 'slow') return roundTrips * faultValue(fault, 'delaySeconds') * 1_000;
    if (fault.mode !== 'lossy') return 0;
    const lossRate = faultValue(fault, 'lossRate');
    const syn = retransmissionMs(random, { lossRate: both(lossRate), rtoMs: INITIAL_RTO_MS });
    const tls = isSecure
      ? retransmissionMs(random, { lossRate: both(lossRate), rtoMs: RTO_MIN_MS })
      : 0;
    return syn + tls;
  });
}

/**
 * How much later a request on an open connection is answered: a round trip; and what its own
 * segment, and the last one of the answer, wait to be sent again. A segment lost before others is
 * repeated at once (fast retransmit, RFC 5681), which is no time on a loopback interface.
 */
export function requestDelayMs(faults: readonly RegionFault[], random: Random): number {
  return sum(faults, (fault) => {
    if (fault.mode === 'slow') return faultValue(fault, 'delaySeconds') * 1_000;
    if (fault.mode !== 'lossy') return 0;
    const lossRate = faultValue(fault, 'lossRate');
    const loss = { lossRate, rtoMs: RTO_MIN_MS };
    return retransmissionMs(random, loss) + retransmissionMs(random, loss);
  });
}

/**
 * How long a segment waits that is lost as often as chance has it: the time-out doubles each time
 * (RFC 6298, section 5.5).
 */
export function retransmissionMs(
  random: Random,
  { lossRate, rtoMs }: { lossRate: number; rtoMs: number },
): number {
  let lost = 0;
  while (lost < RETRANSMISSIONS_MAX && random.next() < lossRate) lost += 1;
  return rtoMs * (2 ** lost - 1);
}

/** That a segment or its acknowledgement is lost. */
function both(lossRate: number): number {
  return 1 - (1 - lossRate) ** 2;
}

function sum(faults: readonly RegionFault[], of: (fault: RegionFault) => number): number {
  return faults.reduce((total, fault) => total + of(fault), 0);
}
