import type { FaultStep } from '../scenario/scenario.ts';

/** How what is lost meets whoever asks it. */
export type Failure =
  | { kind: 'refused' }
  /** Connections time out. */
  | { kind: 'unconnected' }
  /** They open, and nothing answers. */
  | { kind: 'silent' }
  | { kind: 'answers'; status: number }
  /** It may be any of these, and in between. */
  | { kind: 'unknown' };

const BY_MODE: Readonly<Record<string, Failure['kind']>> = {
  'region crash': 'refused',
  'region hang': 'silent',
  'region blackhole': 'unconnected',
  'load-balancer crash': 'refused',
  'load-balancer hang': 'silent',
};
/** Of a fault that names none: what the fault port takes it for. */
const FIRST_MODES: Readonly<Record<string, string>> = {
  ...{ region: 'crash', 'load-balancer': 'hang', instances: 'error' },
};
/** With one of these it is not the whole of what a region has. */
const PART_OF_IT = ['zone', 'name', 'instanceIds', 'count', 'rate'];

/** Of the fault with which the primary is lost. */
export function failureOf(step: FaultStep | undefined, primary: string): Failure {
  const { fault } = step ?? {};
  if (fault === undefined || fault['region'] !== primary) return { kind: 'unknown' };
  if (PART_OF_IT.some((name) => fault[name] !== undefined)) return { kind: 'unknown' };
  const mode = `${fault.subject} ${fault.mode ?? FIRST_MODES[fault.subject] ?? ''}`;
  if (mode === 'instances error') return { kind: 'answers', status: 500 };
  const kind = BY_MODE[mode];
  return kind === undefined || kind === 'answers' ? { kind: 'unknown' } : { kind };
}

/** How long a probe takes to fail; `never`: it passes. */
export type ProbeTime = { leastSeconds: number; mostSeconds: number } | 'never';

/**
 * "Route 53 must be able to establish a TCP connection with the endpoint within four seconds. In
 * addition, the endpoint must respond with an HTTP status code of 2xx or 3xx within two seconds
 * after connecting." Of a check that only connects: "within ten seconds".
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const CONNECT_SECONDS = 4;
const ANSWER_SECONDS = 2;
const TCP_CONNECT_SECONDS = 10;

/** Of a probe that asks for a page. */
export const PROBE_SECONDS_MAX = CONNECT_SECONDS + ANSWER_SECONDS;

export function probeTime(failure: Failure, isTcp: boolean): ProbeTime {
  const always = (seconds: number): ProbeTime => ({ leastSeconds: seconds, mostSeconds: seconds });
  switch (failure.kind) {
    case 'refused':
      return always(0);
    case 'unconnected':
      return always(isTcp ? TCP_CONNECT_SECONDS : CONNECT_SECONDS);
    case 'silent':
      // Without TLS or a request there is nothing to wait for once it is connected.
      return isTcp ? 'never' : always(ANSWER_SECONDS);
    case 'answers':
      return isTcp || failure.status < 400 ? 'never' : always(0);
    case 'unknown':
      return { leastSeconds: 0, mostSeconds: probeSecondsMax(isTcp) };
  }
}

export function probeSecondsMax(isTcp: boolean): number {
  return isTcp ? TCP_CONNECT_SECONDS : PROBE_SECONDS_MAX;
}
