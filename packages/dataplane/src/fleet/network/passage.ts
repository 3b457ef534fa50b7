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

/** As short as a web framework's own. */
const ERROR_BODY = 'Internal Server Error\n';
/** The connection goes with it: what of the request's body may follow is not read as a request. */
const ERROR_RESPONSE =
  'HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n' +
  `Content-Length: ${ERROR_BODY.length}\r\nConnection: close\r\n\r\n${ERROR_BODY}`;

/** Passes bytes between a client and the program behind an instance's interface. */
export class Passage {
  readonly #client: Socket;
  readonly #program: Socket;
  readonly #faults: WebFaults;
  #isWatched = false;
  #late: Timer | undefined;

  constructor(client: Socket, { programPort, faults }: { programPort: number; faults: WebFaults }) {
    const program = connect({
      host: '127.0.0.1',
      port: programPort,
      allowHalfOpen: true,
      noDelay: true,
    });
    [this.#client, this.#program, this.#faults] = [client, program, faults];
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
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    const [client, program] = [this.#client, this.#program];
    if (isWatched) {
      client.unpipe(program);
      client.on('data', this.#look).on('end', this.#end);
      client.resume();
    } else {
      client.off('data', this.#look).off('end', this.#end);
      client.pipe(program);
    }
  }

  /** Balancers and browsers write a request's head at once, and no second one before its answer. */
  readonly #look = (chunk: Buffer): void => {
    const path = pathOf(chunk);
    if (path === undefined) return this.#write(chunk);
    const { delayMs, isError } = this.#faults.decide(path);
    const goOn = (): void => (isError ? this.#fail() : this.#write(chunk));
    if (delayMs === 0) return goOn();
    this.#client.pause();
    this.#late = this.#faults.clock.after(delayMs, () => {
      this.#client.resume();
      goOn();
    });
  };

  readonly #end = (): void => void this.#program.end();

  #write(chunk: Buffer): void {
    if (this.#program.write(chunk)) return;
    this.#client.pause();
    this.#program.once('drain', () => this.#client.resume());
  }

  #fail(): void {
    const [client, program] = [this.#client, this.#program];
    program.unpipe(client);
    program.destroy();
    client.off('data', this.#look).off('end', this.#end);
    client.resume();
    client.end(ERROR_RESPONSE);
  }
}

const REQUEST_LINE = /^[A-Z]+ ([^ \r\n?]*)[^ \r\n]* HTTP\/1\.[01]\r\n/;
/** Longer than any request line that a load balancer lets pass. */
const REQUEST_LINE_BYTES_MAX = 16_640;

/** Without the query; undefined where the bytes do not begin a request. */
function pathOf(chunk: Buffer): string | undefined {
  return REQUEST_LINE.exec(chunk.toString('latin1', 0, REQUEST_LINE_BYTES_MAX))?.[1];
}
