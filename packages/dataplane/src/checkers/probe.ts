import { errorText, type HealthCheck, localPort, type PortPlan } from '@understudy/contract';
import type { Resolve } from '../net/resolve.ts';
import type { PartContext } from '../part.ts';
import { probeHttp } from './probe-http.ts';
import { probeTcp } from './probe-tcp.ts';

/** What one probe found, in the words of GetHealthCheckStatus. */
export interface ProbeResult {
  ok: boolean;
  status: string;
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
    if (typeof found !== 'string') return found;
    const port = localPort(check.port, options.ports);
    const connection = { address: found, port, localAddress };
    const result = await (
      check.type === 'TCP'
        ? probeTcp(context.clock, connection, signal)
        : probeHttp(context.clock, { check, connection }, signal)
    ).catch((thrown: unknown) => ({ ok: false, status: `Failure: ${errorText(thrown)}` }));
    const resolved = check.ipAddress === undefined ? `. Resolved IP: ${found}` : '';
    return { ok: result.ok, status: `${result.status}${resolved}` };
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
): Promise<string | ProbeResult> {
  if (check.ipAddress !== undefined) return check.ipAddress;
  try {
    const { addresses } = await resolve(check.fullyQualifiedDomainName ?? '');
    const address = addresses[Math.floor(random.next() * addresses.length)];
    if (address !== undefined) return address;
    return { ok: false, status: 'Failure: DNS resolution failed: no IPv4 address' };
  } catch (thrown) {
    return { ok: false, status: `Failure: DNS resolution failed: ${errorText(thrown)}` };
  }
}
