import type { Socket } from 'node:net';

const VERSION = Buffer.from('HTTP/1.');
/** `HTTP/1.1 100 …`: where the status begins. */
const STATUS_AT = 9;
const STATUS_LINE_BYTES = STATUS_AT + 3;
const [ZERO, ONE] = [0x30, 0x31];
const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

/**
 * "A client MUST be able to parse one or more 1xx responses received prior to a final response,
 * even if the client does not expect one" (RFC 9110, section 15.2). undici is, but for 100, which
 * ends the connection. So a 100 becomes a 110 before undici reads it, which nobody has defined and
 * undici passes over; all else goes by as it came, and is undici's to judge.
 */
export class InterimAnswers {
  /** How often 100 was said since the last request. */
  continues = 0;
  #held: Buffer = NOTHING;
  #state: 'start' | 'interim' | 'answer' = 'start';

  /** A request was written: what comes next is the beginning of its answer. */
  expect(): void {
    this.continues = 0;
    this.#state = 'start';
  }

  /** What undici may read now; null while more must be waited for. */
  pass(bytes: Buffer): Buffer | null {
    if (this.#state === 'answer') return bytes;
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const passed = this.#look(all);
    this.#held = all.subarray(passed);
    return passed === 0 ? null : all.subarray(0, passed);
  }

  /** How many of the bytes are understood. */
  #look(bytes: Buffer): number {
    let at = 0;
    while (this.#state !== 'answer') {
      if (this.#state === 'start') {
        const begun = bytes.subarray(at, at + STATUS_LINE_BYTES);
        this.#state = stateAfter(begun);
        if (this.#state === 'start') return at;
        if (this.#state === 'interim' && begun[STATUS_AT + 1] === ZERO && begun.at(-1) === ZERO) {
          this.continues += 1;
          begun[STATUS_AT + 1] = ONE;
        }
      } else {
        const end = bytes.indexOf(HEAD_END, at);
        // The last three may be the first of the end.
        if (end < 0) return Math.max(at, bytes.length - HEAD_END.length + 1);
        at = end + HEAD_END.length;
        this.#state = 'start';
      }
    }
    return bytes.length;
  }
}

/** What a head is, as far as its first bytes tell: `start` while they do not. */
function stateAfter(begun: Buffer): 'start' | 'interim' | 'answer' {
  const version = begun.subarray(0, VERSION.length);
  if (!VERSION.subarray(0, version.length).equals(version)) return 'answer';
  if (begun.length < STATUS_LINE_BYTES) return 'start';
  return begun[STATUS_AT] === ONE ? 'interim' : 'answer';
}

/** Puts them between a socket and undici, which reads it by `read()`. */
export function watchInterimAnswers(socket: Socket): InterimAnswers {
  const answers = new InterimAnswers();
  const read = socket.read.bind(socket) as (sizeBytes?: number) => Buffer | null;
  socket.read = (sizeBytes?: number): Buffer | null => {
    const bytes = read(sizeBytes);
    return bytes === null ? null : answers.pass(bytes);
  };
  return answers;
}
