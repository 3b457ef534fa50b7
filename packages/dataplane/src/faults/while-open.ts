import type { EventEmitter } from 'node:events';
import type { Clock } from '@understudy/contract';

/**
 * At once where nothing delays it; else later, and not at all where the socket or answer is closed.
 */
export function whileOpen(
  clock: Clock,
  closable: Pick<EventEmitter, 'on' | 'once' | 'off'>,
  delayMs: number,
  go: () => void,
): void {
  if (delayMs === 0) return go();
  const cancel = (): void => timer.cancel();
  closable.on('error', cancel).once('close', cancel);
  const timer = clock.after(delayMs, () => {
    closable.off('error', cancel).off('close', cancel);
    go();
  });
}
