import { errorText, type HealthCheck, localPort, type PortPlan } from '@understudy/contract';
import type { Resolve } from '../../net/resolve.ts';
import type { PartContext } from '../../part.ts';
import type { Latencies } from './measured.ts';
import { isSuccess, outcomeOfError, type ProbeOutcome } from './outcome.ts';
import { probeHttp } from './probe-http.ts';
import { probeTcp } from './probe-tcp.ts';
import { statusText } from './status-text.ts';

/** What one probe found, in the words of GetHealthCheckStatus. */
export interface ProbeResult {
  ok: boolean;
  status: string;
  latencies?: Latencies;
}

export interface ProbeTarget {
  check: HealthCheck;
  /** The checker's own address: what the endpoint sees as the client. */
  localAddress: string;
}

/** One probe. Resolves always; a probe that is aborted resolves as failed. */
export type Probe = (target: ProbeTarget, signal: AbortSignal) => Promise<ProbeResult>;

export function createProbe(
  context: PartContext,
  options: { resolve: Resolve; ports: PortPlan },
): Probe {
  return async ({ check, localAddress }, signal) => {
    const found = await findAddress(check, options.resolve, context);
    if (typeof found !== 'string') return { ok: false, status: statusText(found) };
    const port = localPort(check.port, options.ports);
    const connection = { address: found, port, localAddress };
    const { outcome, latencies } = await (
      check.type === 'TCP'
        ? probeTcp(context.clock, connection, signal)
        : probeHttp(context.clock, { check, connection }, signal)
    ).catch((thrown: unknown) => ({ outcome: outcomeOfError(thrown), latencies: {} }));
    const status = statusText(outcome, check.ipAddress === undefined ? found : undefined);
    return { ok: isSuccess(outcome), status, ...(check.measureLatency && { latencies }) };
  };
}

/**
 * The address as given, or, by name, one of those that DNS answers at this very time.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
async function findAddress(
  check: HealthCheck,
  resolve: Resolve,
  { random }: PartContext,
): Promise<string | ProbeOutcome> {
  if (check.ipAddress !== undefined) return check.ipAddress;
  try {
    const { addresses } = await resolve(check.fullyQualifiedDomainName ?? '');
    const address = addresses[Math.floor(random.next() * addresses.length)];
    return address ?? { kind: 'dns', reason: 'no IPv4 address' };
  } catch (thrown) {
    return { kind: 'dns', reason: dnsReason(errorText(thrown)) };
  }
}

/** Of what our resolver says, the response code. */
function dnsReason(text: string): string {
  const rcode = /answered ([A-Z]+\d*) for/.exec(text)?.[1];
  if (rcode !== undefined) return rcode;
  return text.includes('no A record') ? 'no IPv4 address' : 'the query was not answered';
}
