import type { ViewerFacts } from '../origin/origin-request-policy.ts';
import type { CachedObject, ObjectHead } from './object/object-cache.ts';
import type { ObjectPart } from './object/partial-object.ts';
import type { SharedBody } from './shared-body.ts';

/** An object whose head is here, and whose body is coming in. */
export interface IncomingObject {
  head: ObjectHead;
  body: SharedBody;
  /** Of the body as viewers get it, where the origin has told and the edge does not change it. */
  length: number | undefined;
  /** Which part of the object it is, if the origin has sent a part. */
  part: ObjectPart | undefined;
}

/** What of an answer others with the same question may have as well. */
export type Landed = CachedObject | IncomingObject;

export function isIncoming(landed: Landed): landed is IncomingObject {
  return 'head' in landed;
}

/** Questions of one name have one answer: those for equal ranges, too. */
export function flightName(key: string, { headers }: ViewerFacts): string {
  const { range, 'if-range': ifRange = '' } = headers;
  return range === undefined ? key : [key, range, ifRange].join('\u0000');
}

/** One question on its way to the origin, and those who wait for what becomes of it. */
export class Flight {
  readonly name: string;
  readonly #landed = Promise.withResolvers<Landed | undefined>();
  readonly #leaving = new AbortController();
  #waiting = 0;
  /** Its answer goes on coming in after it has landed. */
  isCollecting = false;

  constructor(name: string) {
    this.name = name;
  }

  /** Aborted when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#leaving.signal;
  }

  /** What others may share; nothing when each must ask for itself. */
  land(landed?: Landed): void {
    this.#landed.resolve(landed);
  }

  /** @param viewer aborted when the one that waits has left */
  async wait(viewer: AbortSignal | undefined): Promise<Landed | undefined> {
    const stop = this.board(viewer);
    try {
      return await this.#landed.promise;
    } finally {
      stop();
    }
  }

  /** Counts one who waits until the function that it returns is called, or who has left. */
  board(viewer: AbortSignal | undefined): () => void {
    this.#waiting += 1;
    const leave = (): void => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#leaving.abort();
    };
    if (viewer?.aborted === true) leave();
    else viewer?.addEventListener('abort', leave, { once: true });
    return () => viewer?.removeEventListener('abort', leave);
  }
}
