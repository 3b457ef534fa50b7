import { localPort, type Clock, type PortPlan, type TargetGroup } from '@understudy/contract';
import { askOnce, type Place, type Question } from '@understudy/wire/http-client';
import type { Dialer } from '../forward/dialer.ts';
import type { CheckResult } from './health.ts';

/** A longer body is not read to its end. */
const BODY_BYTES_MAX = 1_048_576;

export interface CheckTarget {
  loopbackAddress: string;
  /** The one that requests go to: what `traffic-port` means. */
  port: number;
}

type Settings = TargetGroup['healthCheck'];

/**
 * Asks a target once, from the node's address, over a connection of its own that is closed
 * afterwards
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html).
 */
export async function checkOnce(
  target: CheckTarget,
  settings: Settings,
  options: { clock: Clock; dialer: Dialer; ports: PortPlan },
): Promise<CheckResult> {
  const port = settings.port === 'traffic-port' ? target.port : Number(settings.port);
  const timeoutMs = settings.timeoutSeconds * 1000;
  const { clock, dialer } = options;
  if (dialer.refusal({ ...target, port }) !== undefined) {
    await clock.sleep(timeoutMs);
    return { kind: 'timeout' };
  }
  const place: Place = {
    host: target.loopbackAddress,
    port: localPort(port, options.ports),
    localAddress: dialer.nodeAddress,
    ...(settings.protocol === 'HTTPS' && { tls: { rejectUnauthorized: false } }),
  };
  const timeout = new AbortController();
  const timer = clock.after(timeoutMs, () => timeout.abort(new Error('no answer in time')));
  try {
    const question = questionOf({ target, settings, port });
    const { status, body } = await askOnce(place, question, timeout.signal);
    let received = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > BODY_BYTES_MAX) break;
    }
    return { kind: 'response', status };
  } catch {
    return { kind: timeout.signal.aborted ? 'timeout' : 'failed' };
  } finally {
    timer.cancel();
  }
}

function questionOf(facts: { target: CheckTarget; settings: Settings; port: number }): Question {
  const { target, settings, port } = facts;
  const isDefaultPort = port === (settings.protocol === 'HTTPS' ? 443 : 80);
  return {
    path: settings.path,
    headers: {
      Host: isDefaultPort ? target.loopbackAddress : `${target.loopbackAddress}:${port}`,
      'User-Agent': 'ELB-HealthChecker/2.0',
      'Accept-Encoding': 'gzip, compressed',
    },
  };
}
