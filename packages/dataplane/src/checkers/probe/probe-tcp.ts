import { createConnection } from 'node:net';
import type { Clock } from '@understudy/contract';
import { TCP_CONNECT_TIMEOUT_MS } from '../limits.ts';
import { outcomeOfError, type ProbeOutcome } from './outcome.ts';
import type { Measured } from './measured.ts';

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
): Promise<Measured> {
  return new Promise((resolve) => {
    const startMs = clock.nowMs();
    const socket = createConnection({ host: address, port, localAddress });
    const finish = (outcome: ProbeOutcome): void => {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      const connected = outcome.kind === 'connected';
      resolve({ outcome, latencies: connected ? { connectMs: clock.nowMs() - startMs } : {} });
    };
    const onAbort = (): void => finish({ kind: 'aborted' });
    const timer = clock.after(TCP_CONNECT_TIMEOUT_MS, () => finish({ kind: 'connect-timeout' }));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () => finish({ kind: 'connected' }));
    socket.on('error', (error) => finish(outcomeOfError(error)));
    if (signal.aborted) onAbort();
  });
}
