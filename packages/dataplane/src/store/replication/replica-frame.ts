import { Readable } from 'node:stream';
import { REPLICA_HEAD_BYTES_MAX } from '../bounds.ts';
import { checkReplicaHead, type ReplicaHead } from '../peers/peer-protocol.ts';

/** The length of the attributes, big-endian. */
const LENGTH_BYTES = 4;

/** A replica as it travels: the length of its attributes, these as JSON, its bytes. */
export interface ReplicaFrame {
  stream: Readable;
  sizeBytes: number;
  /** Why our own side of it broke off, if it did. */
  failure(): unknown;
}

/** Throws where the attributes are none, or too long for the other side. */
export function frameReplica(head: ReplicaHead, body: Readable): ReplicaFrame {
  const json = Buffer.from(JSON.stringify(checkReplicaHead(head)));
  if (json.length > REPLICA_HEAD_BYTES_MAX)
    throw new RangeError(
      `the attributes have ${json.length} bytes, at most ${REPLICA_HEAD_BYTES_MAX} can travel`,
    );
  const front = Buffer.alloc(LENGTH_BYTES + json.length);
  front.writeUInt32BE(json.length);
  json.copy(front, LENGTH_BYTES);
  const bodyBytes = carriesBody(head) ? head.sizeBytes : 0;
  let failure: unknown;
  async function* frame(): AsyncGenerator<Uint8Array> {
    yield front;
    try {
      yield* exactly(body, bodyBytes);
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    }
  }
  return {
    stream: streamOf(frame()),
    sizeBytes: front.length + bodyBytes,
    failure: () => failure,
  };
}

/** Takes the attributes off; what is left are the replica's bytes. */
export async function openReplica(
  source: Readable,
): Promise<{ head: ReplicaHead; body: Readable }> {
  const chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]();
  let front = Buffer.alloc(0);
  const atLeast = async (sizeBytes: number): Promise<void> => {
    const pieces = [front];
    for (let gathered = front.length; gathered < sizeBytes;) {
      const { done, value } = await chunks.next();
      if (done === true) throw new TypeError('a replica broke off within its attributes');
      pieces.push(Buffer.from(value));
      gathered += value.byteLength;
    }
    front = Buffer.concat(pieces);
  };
  await atLeast(LENGTH_BYTES);
  const length = front.readUInt32BE();
  if (length > REPLICA_HEAD_BYTES_MAX)
    throw new RangeError(`attributes of ${length} bytes are too long`);
  await atLeast(LENGTH_BYTES + length);
  const json = front.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length);
  const head = checkReplicaHead(JSON.parse(json));
  const rest = remainder(front.subarray(LENGTH_BYTES + length), chunks);
  return { head, body: streamOf(rest) };
}

/** A stream that may break off unheard, as when nobody reads it any more. */
export function streamOf(pieces: AsyncIterable<Uint8Array>): Readable {
  const stream = Readable.from(pieces, { objectMode: false });
  stream.on('error', () => undefined);
  return stream;
}

/** Only a whole object brings its bytes. */
export function carriesBody(head: Pick<ReplicaHead, 'kind'>): boolean {
  return head.kind === 'object';
}

/** A file that is shorter or longer than its metadata says is damaged. */
async function* exactly(body: Readable, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    passed += chunk.byteLength;
    if (passed > sizeBytes) break;
    yield chunk;
  }
  if (passed !== sizeBytes) throw new Error(`the body on our disk has not its ${sizeBytes} bytes`);
}

async function* remainder(
  first: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.byteLength > 0) yield first;
    for (;;) {
      const { done, value } = await chunks.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}
