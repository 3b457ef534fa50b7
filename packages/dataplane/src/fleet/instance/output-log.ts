import {
  createWriteStream,
  fstatSync,
  openSync,
  renameSync,
  rmSync,
  type WriteStream,
} from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { errorText } from '@understudy/contract';
import type { FleetLimits } from '../limits.ts';

/**
 * What an instance's program wrote: the last lines in memory, more of it in a file of bounded size.
 */
export class OutputLog {
  readonly #file: string;
  readonly #limits: FleetLimits;
  readonly #onProblem: (problem: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #lines: string[] = [];
  #written = 0;
  #partial = '';
  #stream: WriteStream | undefined;
  #bytes = 0;
  #isLost = false;

  constructor(file: string, limits: FleetLimits, onProblem: (problem: string) => void) {
    this.#file = file;
    this.#limits = limits;
    this.#onProblem = onProblem;
  }

  /** The last lines, oldest first. */
  lines(): string[] {
    return this.#partial === '' ? [...this.#lines] : [...this.#lines, this.#partial];
  }

  /** How many lines have ended, and whether the last of `lines` has. */
  progress(): { written: number; isEnded: boolean } {
    return { written: this.#written, isEnded: this.#partial === '' };
  }

  /** False when the disk is behind: the writer should wait for `onDrain`. */
  write(chunk: Buffer): boolean {
    this.#remember(this.#decoder.write(chunk));
    const stream = this.#open();
    if (stream === undefined) return true;
    this.#bytes += chunk.length;
    stream.write(chunk);
    if (this.#bytes >= this.#limits.outputFileBytesMax) this.#rotate(stream);
    return stream.writableLength < this.#limits.outputPendingBytesMax;
  }

  /** Writes a line of its own, also after a line that was not ended. */
  note(line: string): void {
    const start = this.#partial === '' ? '' : '\n';
    this.write(Buffer.from(`${start}${line}\n`));
  }

  onDrain(callback: () => void): void {
    const stream = this.#stream;
    if (stream === undefined || !stream.writableNeedDrain) return callback();
    stream.once('drain', callback).once('close', callback);
  }

  close(): void {
    this.#stream?.end();
    this.#stream = undefined;
  }

  removeFiles(): void {
    for (const file of [this.#file, `${this.#file}.1`]) rmSync(file, { force: true });
  }

  #remember(text: string): void {
    const parts = (this.#partial + text).split('\n');
    const longest = this.#limits.outputLineCharactersMax;
    this.#partial = (parts.pop() ?? '').slice(0, longest);
    this.#written += parts.length;
    for (const line of parts) this.#lines.push(line.replace(/\r$/, '').slice(0, longest));
    this.#lines = this.#lines.slice(-this.#limits.outputLinesMax);
  }

  #open(): WriteStream | undefined {
    if (this.#stream !== undefined || this.#isLost) return this.#stream;
    try {
      // At once: a stream that opens later would find its file renamed.
      const fd = openSync(this.#file, 'a');
      this.#bytes = fstatSync(fd).size;
      this.#stream = createWriteStream(this.#file, { fd });
    } catch (error) {
      this.#lose(error);
      return undefined;
    }
    this.#stream.once('error', (error) => this.#lose(error));
    return this.#stream;
  }

  /** A full disk must not end the instance: its last lines are still in memory. */
  #lose(error: unknown): void {
    this.#isLost = true;
    this.#stream = undefined;
    this.#onProblem(`its output is not kept on disk: ${errorText(error)}`);
  }

  /**
   * Writing goes on in a new file while the old stream still empties itself into the renamed one.
   */
  #rotate(stream: WriteStream): void {
    stream.end();
    this.#stream = undefined;
    try {
      renameSync(this.#file, `${this.#file}.1`);
    } catch (error) {
      this.#lose(error);
    }
  }
}
