import type { EventBody } from '@understudy/contract';

/** Tells of a bug of ours; a failing origin is none. */
export function edgeFailed(error: unknown): EventBody {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { type: 'log', level: 'error', message: `edge: ${reason}` };
}
