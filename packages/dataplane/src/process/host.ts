import path from 'node:path';
import process from 'node:process';
import {
  errorText,
  fileProblemText,
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
import { KeptDocument, type Kept } from './kept-document.ts';
import { outliveLog } from './outlive-log.ts';
import { killRecorded } from './process-record.ts';

/** What a process does with its documents: built from the first one, told of every later one. */
export interface Hosted<Document, Patch = never> {
  /** Resolves when the document is in force, with what could not be done, as sentences. */
  apply(document: Document): Promise<string[]>;
  /** Where the program takes patches: the same, for a change to the document that is in force. */
  patch?(patch: Patch): Promise<string[]>;
  query(name: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export interface HostOptions<Document, Patch = never> {
  schema: z.ZodType<Document>;
  /** Where the process keeps its last document, and its parts their files. */
  directory: string;
  build(document: Document, context: PartContext): Promise<Hosted<Document, Patch>>;
  /** How a change of part of a document is read, and put into the document on disk when a new life begins. */
  patches?: {
    schema: z.ZodType<Patch>;
    merge(document: Document, patches: Patch[]): Document;
  };
}

/** How long a process waits for the control plane before it goes by its last document. */
const DOCUMENT_WAIT_MS = 2_000;

interface Received {
  /** Zero for the document of an earlier life, whose revisions were counted by another supervisor. */
  revision: number;
  text: string;
  base?: number | undefined;
  /** Of an earlier life, to be put into the document first. */
  patches?: string[];
}

/**
 * Hosts parts in a process of their own. Documents come over the channel to the supervisor; the last one is kept on
 * disk, so that traffic comes back before the control plane does. When the channel closes the supervisor is gone, and
 * the process ends, after everything else that the supervisor had started.
 */
export async function hostProcess<Document extends { clock: ClockConfig }, Patch = never>(
  options: HostOptions<Document, Patch>,
): Promise<void> {
  const stateDirectory = process.argv[3];
  process.title = `understudy ${process.env['UNDERSTUDY_PROCESS']} ${stateDirectory}`;
  process.umask(0o077); // also of one that is started by hand
  outliveLog();
  const kept = new KeptDocument(path.join(options.directory, 'document.json'));
  let hosted: Hosted<Document, Patch> | undefined;
  // Wall time, until a document says how AWS time runs.
  let clock: Clock = new SystemClock({ epochMs: 0, speed: 1 });
  let waiting: Received[] = [];
  let applying = false;
  let inForce = 0;
  let problems: string[] = [];

  const emit = (body: EventBody): void => {
    send({ kind: 'event', awsMs: clock.nowMs(), wallMs: clock.wallMs(), body });
  };

  const refuse = (
    what: string,
    issues: readonly { path: PropertyKey[]; message: string }[],
  ): void => {
    const found = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    emit({ type: 'log', level: 'error', message: `${what} refused: ${found}` });
  };

  const applyWhole = async ({ revision, text, patches = [] }: Received): Promise<void> => {
    const parsed = options.schema.safeParse(fromJson(text));
    // Of a kept one that is damaged nothing is believed: the control plane has it whole.
    const what = revision === 0 ? `the document kept in ${kept.file} is damaged and` : 'document';
    if (!parsed.success) return refuse(what, parsed.error.issues);
    const changes: Patch[] = [];
    for (const line of patches) {
      const patch = options.patches?.schema.safeParse(fromJson(line));
      if (patch?.success !== true) break; // what came after it is of a document that is not here
      changes.push(patch.data);
    }
    const document = options.patches?.merge(parsed.data, changes) ?? parsed.data;
    if (hosted === undefined) {
      clock = new SystemClock(document.clock);
      hosted = await options.build(document, { clock, random: new SystemRandom(), emit });
    }
    problems = await hosted.apply(document);
    if (revision > 0) problems = [...problems, ...(await keeping(kept.keep(text)))];
    inForce = revision;
    send({ kind: 'applied', revision, problems });
  };

  const applyPatch = async ({ revision, text, base }: Received): Promise<void> => {
    // The document that it changes was refused, and that has been told; a whole one mends it.
    if (base !== inForce || hosted?.patch === undefined) return;
    const parsed = options.patches?.schema.safeParse(fromJson(text));
    if (parsed?.success !== true) return refuse('patch', parsed?.error.issues ?? []);
    // What was said of the document before still stands, as far as anybody knows.
    const more = [...(await hosted.patch(parsed.data)), ...(await keeping(kept.keepPatch(text)))];
    problems = [...new Set([...problems, ...more])];
    inForce = revision;
    send({ kind: 'applied', revision, problems });
  };

  // One is applied at a time; of whole documents that arrive meanwhile only the last one counts, with its patches.
  const receive = async (received: Received): Promise<void> => {
    waiting = received.base === undefined ? [received] : [...waiting, received];
    if (applying) return;
    applying = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await (next.base === undefined ? applyWhole(next) : applyPatch(next));
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

  const readKept = async (): Promise<Kept | undefined> => {
    try {
      return await kept.read();
    } catch (error) {
      const message = `the document kept in ${kept.file} cannot be read: ${fileProblemText(error)}`;
      emit({ type: 'log', level: 'error', message });
      return undefined;
    }
  };
  const goByLastDocument = async (): Promise<void> => {
    if (hosted !== undefined || applying) return;
    const last = await readKept();
    // One that came meanwhile is newer.
    if (hosted === undefined && !applying && last !== undefined)
      await receive({ revision: 0, ...last });
  };
  clock.after(DOCUMENT_WAIT_MS, () => void goByLastDocument().catch(crash));
}

/** What is in force need not be on disk, too: on a full one, traffic goes on. */
async function keeping(kept: Promise<void>): Promise<string[]> {
  try {
    await kept;
    return [];
  } catch (error) {
    return [`its document is not kept on disk: ${fileProblemText(error)}`];
  }
}

/** Undefined, which no schema takes, where it is no JSON. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nobody else may be left to end what the supervisor had started. */
function lastOneOut(): never {
  const stateDirectory = process.argv[3];
  if (stateDirectory !== undefined) killRecorded(stateDirectory);
  process.exit(0);
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
