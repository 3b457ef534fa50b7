import { request } from 'node:http';
import type { AddressAndPort, Clock } from '@understudy/contract';

/** AWS time. */
const STATUS_TIMEOUT_MS = 2_000;

export interface StatusQuestion extends AddressAndPort {
  path: string;
  bodyBytesMax: number;
}

/**
 * Asks another data-plane process at its status address. Rejects with an Error when it does not
 * say in time, or says anything but 200 and JSON.
 */
export async function requestStatus(
  clock: Clock,
  question: StatusQuestion,
  signal?: AbortSignal,
): Promise<unknown> {
  const timeout = new AbortController();
  const timer = clock.after(STATUS_TIMEOUT_MS, () => timeout.abort(new Error('no answer in time')));
  const signals = signal === undefined ? [timeout.signal] : [signal, timeout.signal];
  try {
    return JSON.parse(await get(question, AbortSignal.any(signals)));
  } finally {
    timer.cancel();
  }
}

function get(
  { address, port, path, bodyBytesMax }: StatusQuestion,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
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
        if (body.length > bodyBytesMax) asking.destroy(new Error('the answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () => resolve(body));
    });
    asking.end();
  });
}
