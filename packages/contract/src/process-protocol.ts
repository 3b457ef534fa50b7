import type { EventBody } from './events.ts';

/**
 * What the control plane and its data-plane processes say to each other, over the channel that the process was
 * started with. When the channel closes, the process goes on: losing the control plane must not stop traffic.
 */
export type ToProcess =
  | { kind: 'document'; document: unknown }
  | { kind: 'query'; id: number; query: string; input: unknown }
  | { kind: 'stop' };

export type FromProcess =
  | { kind: 'ready' }
  /** All of revision `revision` is in force: listeners listen, answers answer. */
  | { kind: 'applied'; revision: number; problems: string[] }
  | { kind: 'event'; awsMs: number; wallMs: number; body: EventBody }
  | { kind: 'answer'; id: number; output: unknown }
  /** With `aws`, it is an error that AWS has a word for, to be passed on as it is. */
  | { kind: 'failure'; id: number; message: string; aws?: { code: string; status: number } };
