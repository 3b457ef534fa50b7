import { createConnection } from 'node:net';
import { type Clock, errorText } from '@understudy/contract';
import { CONNECT_TIMED_OUT, TCP_CONNECT_TIMEOUT_MS } from './limits.ts';
import type { ProbeResult } from './probe.ts';

export interface Connection {
  address: string;
  /** On this machine, after the port plan. */
  port: number;
  localAddress: string;
}

/** Healthy when a connection is made; nothing is said on it. */
export function probeTcp(
  clock: Clock,
  { address, port, localAddress }: Connection,
  signal: AbortSignal,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port, localAddress });
    const finish = (ok: boolean, status: string): void => {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve({ ok, status });
    };
    const onAbort = (): void => finish(false, 'Failure: the check was changed');
    const timer = clock.after(TCP_CONNECT_TIMEOUT_MS, () => finish(false, CONNECT_TIMED_OUT));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () => finish(true, 'Success: TCP connection established'));
    socket.on('error', (error) => finish(false, `Failure: ${errorText(error)}`));
    if (signal.aborted) onAbort();
  });
}
