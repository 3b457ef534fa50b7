import type { AddressAndPort, Clock } from '@understudy/contract';
import { askOnce, textOf } from '@understudy/wire/http-client';

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
  const { address: host, port, path, bodyBytesMax } = question;
  const asked = { path, headers: { host: `${host}:${port}` } };
  try {
    const answer = await askOnce({ host, port }, asked, AbortSignal.any(signals));
    if (answer.status === 200) return JSON.parse(await textOf(answer, bodyBytesMax));
    answer.body.destroy();
    throw new Error(`HTTP status ${answer.status}`);
  } finally {
    timer.cancel();
  }
}
