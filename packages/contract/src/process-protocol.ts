import type { ErrorCode } from './error-catalogue.ts';
import type { EventBody } from './events.ts';

/**
 * What the control plane and the data-plane processes say to each other. The supervisor, which
 * started both, passes it on: losing the control plane must not stop traffic. When the channel to
 * the supervisor closes, the process ends.
 */
export type ToProcess =
  /**
   * A document as JSON, which nobody on the way reads; its revision stands beside it. With `base`,
   * the text says only what is to be changed in the document of that revision.
   */
  | { kind: 'document'; revision: number; text: string; base?: number | undefined }
  | { kind: 'query'; id: number; query: string; input: unknown }
  | { kind: 'stop' };

export type FromProcess =
  | { kind: 'ready' }
  /** All of revision `revision` is in force: listeners listen, answers answer. */
  | { kind: 'applied'; revision: number; problems: string[] }
  /**
   * Revision `revision` is no document of this process, or changes one that is not in force here:
   * what was in force still is.
   */
  | { kind: 'refused'; revision: number; problems: string[] }
  /** Its last words, when it ends by an error: its log may be on the very disk that is to blame. */
  | { kind: 'crash'; code: ErrorCode; message: string }
  | { kind: 'event'; awsMs: number; wallMs: number; body: EventBody }
  | { kind: 'answer'; id: number; output: unknown }
  /**
   * With `aws`, it is an error that AWS has a word for, to be passed on as it is; with `code`, one
   * of ours.
   */
  | {
      kind: 'failure';
      id: number;
      message: string;
      code?: ErrorCode;
      aws?: { code: string; status: number };
    }
  /** It runs, but has no document yet, so there is nothing to ask. */
  | { kind: 'unready'; id: number };
