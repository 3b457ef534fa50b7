import type { Clock } from '@understudy/contract';
import { HTTP_CONNECT_TIMEOUT_MS, TCP_CONNECT_TIMEOUT_MS } from '../limits.ts';
import type { ProbeResult, ProbeTarget } from './probe.ts';
import { statusText } from './status-text.ts';

/**
 * A probe of a checker that reaches nothing: no packet leaves it, and it hears nothing until it
 * gives up. What has taken it off the network has taken its way to the endpoint's name, too.
 */
export async function cutOffProbe(
  clock: Clock,
  { check }: ProbeTarget,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const isTcp = check.type === 'TCP';
  const waitMs = isTcp ? TCP_CONNECT_TIMEOUT_MS : HTTP_CONNECT_TIMEOUT_MS;
  const kind = await clock.sleep(waitMs, signal).then(
    () => 'connect-timeout' as const,
    () => 'aborted' as const,
  );
  return { ok: false, status: statusText({ kind }) };
}
