import { request } from 'node:http';
import { type BalancerHealth, balancerHealthSchema, type Clock } from '@understudy/contract';

/** AWS time. */
const STATUS_TIMEOUT_MS = 2_000;
const STATUS_BODY_BYTES_MAX = 65_536;

/**
 * Asks a region's process how one of its load balancers is. Rejects with an Error when it does not
 * say in time.
 */
export async function requestBalancerHealth(
  clock: Clock,
  target: { address: string; port: number; dnsName: string },
  signal: AbortSignal,
): Promise<BalancerHealth> {
  const timeout = new AbortController();
  const timer = clock.after(STATUS_TIMEOUT_MS, () => timeout.abort(new Error('no answer in time')));
  try {
    const body = await get(target, AbortSignal.any([signal, timeout.signal]));
    return balancerHealthSchema.parse(JSON.parse(body));
  } finally {
    timer.cancel();
  }
}

function get(
  { address, port, dnsName }: { address: string; port: number; dnsName: string },
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = `/load-balancers/${encodeURIComponent(dnsName)}`;
    const asking = request({ host: address, port, path, agent: false, signal });
    asking.on('error', reject);
    asking.on('response', (response) => {
      if (response.statusCode !== 200) {
        asking.destroy(new Error(`HTTP status ${response.statusCode}`));
        return;
      }
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > STATUS_BODY_BYTES_MAX)
          asking.destroy(new Error('the answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () => resolve(body));
    });
    asking.end();
  });
}
