import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { localPort, type Clock, type PortPlan, type TargetGroup } from '@understudy/contract';
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
export function checkOnce(
  target: CheckTarget,
  settings: Settings,
  options: { clock: Clock; dialer: Dialer; ports: PortPlan },
): Promise<CheckResult> {
  const port = settings.port === 'traffic-port' ? target.port : Number(settings.port);
  const timeoutMs = settings.timeoutSeconds * 1000;
  const { clock, dialer } = options;
  if (dialer.refusal({ ...target, port }) !== undefined)
    return clock.sleep(timeoutMs).then(() => ({ kind: 'timeout' }));
  return new Promise((resolve) => {
    const ask = settings.protocol === 'HTTPS' ? requestHttps : requestHttp;
    const request = ask({
      ...requestOptions({ target, settings, port }),
      port: localPort(port, options.ports),
      localAddress: dialer.nodeAddress,
    });
    const timer = clock.after(timeoutMs, () => finish({ kind: 'timeout' }));
    const finish = (result: CheckResult): void => {
      timer.cancel();
      resolve(result);
      request.destroy();
    };
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > BODY_BYTES_MAX) finish({ kind: 'response', status });
      });
      response.on('end', () => finish({ kind: 'response', status }));
      response.on('error', () => finish({ kind: 'failed' }));
    });
    request.on('error', () => finish({ kind: 'failed' }));
    request.end();
  });
}

function requestOptions(facts: {
  target: CheckTarget;
  settings: Settings;
  port: number;
}): RequestOptions & { rejectUnauthorized: boolean } {
  const { target, settings, port } = facts;
  const isDefaultPort = port === (settings.protocol === 'HTTPS' ? 443 : 80);
  return {
    host: target.loopbackAddress,
    path: settings.path,
    agent: false,
    rejectUnauthorized: false,
    headers: {
      Host: isDefaultPort ? target.loopbackAddress : `${target.loopbackAddress}:${port}`,
      Connection: 'close',
      'User-Agent': 'ELB-HealthChecker/2.0',
      'Accept-Encoding': 'gzip, compressed',
    },
  };
}
