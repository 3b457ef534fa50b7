import path from 'node:path';
import process from 'node:process';
import {
  errorText,
  stateFileError,
  UnderstudyError,
  type ClockConfig,
  type ErrorCode,
  type FromProcess,
  type ToProcess,
} from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { DocumentLoop, type Hosted, type HostOptions } from './document-loop.ts';
import { KeptDocument } from './kept-document.ts';
import { outliveLog } from './outlive-log.ts';
import { killRecorded } from './process-record.ts';

export type { Hosted, HostOptions } from './document-loop.ts';

/** How long a process waits for the control plane before it goes by its last document. */
const DOCUMENT_WAIT_MS = 2_000;

/**
 * Hosts parts in a process of their own. Documents come over the channel to the supervisor; the
 * last one is kept on disk, so that traffic comes back before the control plane does. When the
 * channel closes the supervisor is gone, and the process ends, after everything else that the
 * supervisor had started.
 */
export async function hostProcess<Document extends { clock: ClockConfig }, Patch = never>(
  options: HostOptions<Document, Patch>,
): Promise<void> {
  process.title = `understudy ${process.env['UNDERSTUDY_PROCESS']} ${process.argv[3]}`;
  process.umask(0o077); // also of one that is started by hand
  outliveLog();
  const kept = new KeptDocument(path.join(options.directory, 'document.json'));
  const loop = new DocumentLoop(options, { kept, send });
  const stop = async (): Promise<void> => {
    await loop.hosted?.close();
    process.exit(0);
  };
  process.on('message', (message: ToProcess) => {
    if (message.kind === 'document') loop.receive(message).catch(crash);
    else if (message.kind === 'query') void answer(loop.hosted, message);
    else stop().catch(crash);
  });
  process.on('unhandledRejection', crash);
  process.on('uncaughtException', crash);
  // The terminal's Ctrl-C is for the command line, which has the supervisor stop everything in
  // order.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', lastOneOut);
  if (!process.connected) lastOneOut();
  send({ kind: 'ready' });
  loop.clock.after(DOCUMENT_WAIT_MS, () => void loop.goByLastDocument().catch(crash));
}

async function answer(
  hosted: Pick<Hosted<never>, 'query'> | undefined,
  { id, query, input }: Extract<ToProcess, { kind: 'query' }>,
): Promise<void> {
  if (hosted === undefined) return send({ kind: 'unready', id });
  try {
    send({ kind: 'answer', id, output: await hosted.query(query, input) });
  } catch (error) {
    const aws = error instanceof AwsError && { code: error.code, status: error.status };
    const ours = error instanceof UnderstudyError && { code: error.code };
    send({ kind: 'failure', id, message: errorText(error), ...(aws && { aws }), ...ours });
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
  const end = (): never => process.exit(1);
  if (!process.connected) end();
  process.send?.({ kind: 'crash', ...lastWords(error) } satisfies FromProcess, undefined, {}, end);
}

function lastWords(error: unknown): { code: ErrorCode; message: string } {
  const known =
    error instanceof UnderstudyError ? error : stateFileError(error, process.argv[2] ?? '');
  const { code, message } = known ?? { code: 'Internal', message: errorText(error) };
  return { code, message };
}
