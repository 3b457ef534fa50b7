import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {
  errorText,
  type Clock,
  type ClockConfig,
  type EventBody,
  type FromProcess,
  type ToProcess,
} from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { z } from 'zod';
import { SystemClock } from '../clock/system-clock.ts';
import { SystemRandom } from '../clock/system-random.ts';
import type { PartContext } from '../part.ts';
import { killRecorded } from './process-record.ts';

/** What a process does with its documents: built from the first one, told of every later one. */
export interface Hosted<Document> {
  /** Resolves when the document is in force, with what could not be done, as sentences. */
  apply(document: Document): Promise<string[]>;
  query(name: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export interface HostOptions<Document> {
  schema: z.ZodType<Document>;
  /** Where the process keeps its last document, and its parts their files. */
  directory: string;
  build(document: Document, context: PartContext): Promise<Hosted<Document>>;
}

/** How long a process waits for the control plane before it goes by its last document. */
const DOCUMENT_WAIT_MS = 2_000;

interface Received {
  /** Zero for the document of an earlier life, whose revisions were counted by another supervisor. */
  revision: number;
  text: string;
}

/**
 * Hosts parts in a process of their own. Documents come over the channel to the supervisor; the last one is kept on
 * disk, so that traffic comes back before the control plane does. When the channel closes the supervisor is gone, and
 * the process ends, after everything else that the supervisor had started.
 */
export async function hostProcess<Document extends { clock: ClockConfig }>(
  options: HostOptions<Document>,
): Promise<void> {
  const stateDirectory = process.argv[3];
  process.title = `understudy ${process.env['UNDERSTUDY_PROCESS']} ${stateDirectory}`;
  process.umask(0o077); // also of one that is started by hand
  const file = path.join(options.directory, 'document.json');
  let hosted: Hosted<Document> | undefined;
  // Wall time, until a document says how AWS time runs.
  let clock: Clock = new SystemClock({ epochMs: 0, speed: 1 });
  let waiting: Received | undefined;
  let applying = false;

  const emit = (body: EventBody): void => {
    send({ kind: 'event', awsMs: clock.nowMs(), wallMs: clock.wallMs(), body });
  };

  const applyOne = async ({ revision, text }: Received): Promise<void> => {
    const parsed = options.schema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      const message = `document refused: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`;
      emit({ type: 'log', level: 'error', message });
      return;
    }
    const document = parsed.data;
    if (hosted === undefined) {
      clock = new SystemClock(document.clock);
      hosted = await options.build(document, { clock, random: new SystemRandom(), emit });
    }
    const problems = await hosted.apply(document);
    await keep(file, text);
    send({ kind: 'applied', revision, problems });
  };

  // One document is applied at a time; of those that arrive meanwhile only the last one counts.
  const receive = async (received: Received): Promise<void> => {
    waiting = received;
    if (applying) return;
    applying = true;
    try {
      while (waiting !== undefined) {
        const next = waiting;
        waiting = undefined;
        await applyOne(next);
      }
    } finally {
      applying = false;
    }
  };

  const answer = async (message: Extract<ToProcess, { kind: 'query' }>): Promise<void> => {
    try {
      if (hosted === undefined) throw new Error('no document yet');
      send({
        kind: 'answer',
        id: message.id,
        output: await hosted.query(message.query, message.input),
      });
    } catch (error) {
      const aws = error instanceof AwsError && { code: error.code, status: error.status };
      send({ kind: 'failure', id: message.id, message: errorText(error), ...(aws && { aws }) });
    }
  };

  const stop = async (): Promise<void> => {
    await hosted?.close();
    process.exit(0);
  };

  process.on('message', (message: ToProcess) => {
    if (message.kind === 'document') receive(message).catch(crash);
    else if (message.kind === 'query') void answer(message);
    else stop().catch(crash);
  });
  process.on('unhandledRejection', crash);
  // The terminal's Ctrl-C is for the command line, which has the supervisor stop everything in order.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', lastOneOut);
  if (!process.connected) lastOneOut();
  send({ kind: 'ready' });

  const goByLastDocument = async (): Promise<void> => {
    if (hosted !== undefined || applying) return;
    const text = await readIfThere(file);
    // One that came meanwhile is newer.
    if (hosted === undefined && !applying && text !== undefined)
      await receive({ revision: 0, text });
  };
  clock.after(DOCUMENT_WAIT_MS, () => void goByLastDocument().catch(crash));
}

/** Nobody else may be left to end what the supervisor had started. */
function lastOneOut(): never {
  const stateDirectory = process.argv[3];
  if (stateDirectory !== undefined) killRecorded(stateDirectory);
  process.exit(0);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all: a power cut in the middle leaves the document before. Documents hold keys, hence the mode. */
async function keep(file: string, text: string): Promise<void> {
  await writeFile(`${file}.next`, text, { mode: 0o600 });
  await rename(`${file}.next`, file);
}

function send(message: FromProcess): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}

function crash(error: unknown): void {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}
