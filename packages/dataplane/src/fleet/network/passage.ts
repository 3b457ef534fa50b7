import { connect, type Socket } from 'node:net';
import type { Clock, Timer } from '@understudy/contract';
import type { WebFault } from '../../faults/instance-faults.ts';

/** What requests meet before the program, while something of it is broken on purpose. */
export interface WebFaults {
  clock: Clock;
  /** Whether any request may meet a fault now. */
  areAny(): boolean;
  /** `path` without the query. */
  decide(path: string): WebFault;
}

export interface PassageOptions {
  to: { host: string; port: number };
  faults: WebFaults;
  /**
   * What a request that fails is answered. The connection goes with it: what of the request's body
   * may follow is not read as a request.
   */
  errorResponse: string;
}

/**
 * Passes bytes between a client and a program: the one behind an instance's interface, or one that
 * it depends on.
 */
export class Passage {
  readonly #client: Socket;
  readonly #program: Socket;
  readonly #faults: WebFaults;
  readonly #errorResponse: string;
  #isWatched = false;
  #isHeld = false;
  #isFailed = false;
  /** The program has not taken what it was given. */
  #isFull = false;
  #late: Timer | undefined;

  constructor(client: Socket, { to, faults, errorResponse }: PassageOptions) {
    const program = connect({ ...to, allowHalfOpen: true, noDelay: true });
    [this.#client, this.#program, this.#faults] = [client, program, faults];
    this.#errorResponse = errorResponse;
    client.setNoDelay(true);
    client.once('close', () => this.#late?.cancel());
    for (const [one, other] of [
      [client, program],
      [program, client],
    ] as const) {
      // A reset (or a refused connection to the program) is passed on as one, not as a proper end.
      one.on('error', () => other.resetAndDestroy());
      one.once('close', () => {
        // When both directions have ended properly, the other side may still be sending what it was
        // given.
        if (!one.readableEnded) other.destroy();
      });
    }
    program.pipe(client);
    this.#isWatched = !faults.areAny();
    this.follow();
  }

  /**
   * To be called when faults have begun or ended: what comes from the client is looked at or not.
   */
  follow(): void {
    const isWatched = this.#faults.areAny();
    if (isWatched === this.#isWatched || this.#isFailed) return;
    this.#stopReading();
    this.#isWatched = isWatched;
    this.#read();
  }

  /** While it is held nothing passes, either way; what has come is kept. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld || this.#isFailed) return;
    this.#isHeld = isHeld;
    const [client, program] = [this.#client, this.#program];
    if (isHeld) {
      this.#stopReading();
      client.pause();
      program.unpipe(client);
      program.pause();
    } else {
      program.pipe(client);
      this.#read();
    }
  }

  #read(): void {
    const [client, program] = [this.#client, this.#program];
    // What comes after a request that waits would else be before it.
    if (this.#late !== undefined || this.#isFull || this.#isHeld || this.#isFailed) return;
    if (!this.#isWatched) return void client.pipe(program);
    client.on('data', this.#look).on('end', this.#end);
    client.resume();
  }

  #stopReading(): void {
    const [client, program] = [this.#client, this.#program];
    client.unpipe(program);
    client.off('data', this.#look).off('end', this.#end);
  }

  /** Balancers and browsers write a request's head at once, and no second one before its answer. */
  readonly #look = (chunk: Buffer): void => {
    const path = pathOf(chunk);
    if (path === undefined) return this.#write(chunk);
    const { delayMs, isError } = this.#faults.decide(path);
    const goOn = (): void => (isError ? this.#fail() : this.#write(chunk));
    if (delayMs === 0) return goOn();
    this.#stopReading();
    this.#client.pause();
    this.#late = this.#faults.clock.after(delayMs, () => {
      this.#late = undefined;
      goOn();
      this.#read();
    });
  };

  readonly #end = (): void => void this.#program.end();

  #write(chunk: Buffer): void {
    if (this.#program.write(chunk)) return;
    this.#stopReading();
    this.#client.pause();
    this.#isFull = true;
    this.#program.once('drain', () => {
      this.#isFull = false;
      this.#read();
    });
  }

  #fail(): void {
    this.#isFailed = true;
    const [client, program] = [this.#client, this.#program];
    program.unpipe(client);
    program.destroy();
    this.#stopReading();
    client.resume();
    client.end(this.#errorResponse);
  }
}

const REQUEST_LINE = /^[A-Z]+ ([^ \r\n?]*)[^ \r\n]* HTTP\/1\.[01]\r\n/;
/** Longer than any request line that a load balancer lets pass. */
const REQUEST_LINE_BYTES_MAX = 16_640;

/** Without the query; undefined where the bytes do not begin a request. */
function pathOf(chunk: Buffer): string | undefined {
  return REQUEST_LINE.exec(chunk.toString('latin1', 0, REQUEST_LINE_BYTES_MAX))?.[1];
}
