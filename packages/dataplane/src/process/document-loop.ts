import {
  fileProblemText,
  issuesText,
  type Clock,
  type ClockConfig,
  type EventBody,
  type FromProcess,
} from '@understudy/contract';
import type { z } from 'zod';
import { SystemClock } from '@understudy/contract/system-clock';
import { SystemRandom } from '@understudy/contract/system-random';
import type { PartContext } from '../part.ts';
import type { Kept, KeptDocument } from './kept-document.ts';

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
  /**
   * How a change of part of a document is read, and put into the document on disk when a new life
   * begins.
   */
  patches?: {
    schema: z.ZodType<Patch>;
    merge(document: Document, patches: Patch[]): Document;
  };
}

export interface Received {
  /**
   * Zero for the document of an earlier life, whose revisions were counted by another supervisor.
   */
  revision: number;
  text: string;
  base?: number | undefined;
  /** Of an earlier life, to be put into the document first. */
  patches?: string[];
}

/**
 * Puts documents, and changes to them, into force one after another, and keeps the last one on
 * disk.
 */
export class DocumentLoop<Document extends { clock: ClockConfig }, Patch> {
  /** Absent until the first document. */
  hosted: Hosted<Document, Patch> | undefined;
  /** Wall time, until a document says how AWS time runs. */
  clock: Clock = new SystemClock({ epochMs: 0, speed: 1 });
  readonly #options: HostOptions<Document, Patch>;
  readonly #kept: KeptDocument;
  readonly #send: (message: FromProcess) => void;
  #waiting: Received[] = [];
  #isApplying = false;
  #inForce = 0;
  #problems: string[] = [];

  constructor(
    options: HostOptions<Document, Patch>,
    { kept, send }: { kept: KeptDocument; send: (message: FromProcess) => void },
  ) {
    this.#options = options;
    this.#kept = kept;
    this.#send = send;
  }

  /**
   * One is applied at a time; of whole documents that arrive meanwhile only the last one counts,
   * with its patches.
   */
  async receive(received: Received): Promise<void> {
    this.#waiting = received.base === undefined ? [received] : [...this.#waiting, received];
    if (this.#isApplying) return;
    this.#isApplying = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        await (next.base === undefined ? this.#applyWhole(next) : this.#applyPatch(next));
    } finally {
      this.#isApplying = false;
    }
  }

  /** Where no document has come, the one of the earlier life counts. */
  async goByLastDocument(): Promise<void> {
    if (this.#hasDocument) return;
    const last = await this.#readKept();
    // One that came meanwhile is newer.
    if (!this.#hasDocument && last !== undefined) await this.receive({ revision: 0, ...last });
  }

  get #hasDocument(): boolean {
    return this.hosted !== undefined || this.#isApplying;
  }

  async #applyWhole({ revision, text, patches = [] }: Received): Promise<void> {
    const { schema, build, patches: patching } = this.#options;
    const parsed = schema.safeParse(fromJson(text));
    if (!parsed.success) {
      // Of a kept one that is damaged nothing is believed: the control plane has it whole.
      const kept = `the document kept in ${this.#kept.file} is damaged and`;
      const problem = issuesText(parsed.error.issues);
      return this.#refuse(revision, revision === 0 ? kept : 'document', problem);
    }
    const document = patching?.merge(parsed.data, this.#readPatches(patches)) ?? parsed.data;
    if (this.hosted === undefined) {
      this.clock = new SystemClock(document.clock);
      const { clock } = this;
      const emit = (body: EventBody): void => this.#emit(body);
      this.hosted = await build(document, { clock, random: new SystemRandom(), emit });
    }
    const problems = await this.hosted.apply(document);
    const more = revision > 0 ? await keeping(this.#kept.keep(text)) : [];
    this.#applied(revision, [...problems, ...more]);
  }

  /** What comes after one that cannot be read is of a document that is not here. */
  #readPatches(lines: readonly string[]): Patch[] {
    const patches: Patch[] = [];
    for (const line of lines) {
      const patch = this.#options.patches?.schema.safeParse(fromJson(line));
      if (patch?.success !== true) break;
      patches.push(patch.data);
    }
    return patches;
  }

  async #applyPatch({ revision, text, base }: Received): Promise<void> {
    // A whole one mends it. Why the document that it changes is not in force has been told.
    if (base !== this.#inForce || this.hosted?.patch === undefined)
      return this.#answerRefused(revision, [`it changes revision ${base}, not in force here`]);
    const parsed = this.#options.patches?.schema.safeParse(fromJson(text));
    if (parsed?.success !== true)
      return this.#refuse(revision, 'patch', issuesText(parsed?.error.issues ?? []));
    const problems = await this.hosted.patch(parsed.data);
    const more = await keeping(this.#kept.keepPatch(text));
    // What was said of the document before still stands, as far as anybody knows.
    this.#applied(revision, [...new Set([...this.#problems, ...problems, ...more])]);
  }

  #applied(revision: number, problems: string[]): void {
    this.#problems = problems;
    this.#inForce = revision;
    this.#send({ kind: 'applied', revision, problems });
  }

  #refuse(revision: number, what: string, problem: string): void {
    const message = `${what} refused: ${problem}`;
    this.#emit({ type: 'log', level: 'error', message });
    this.#answerRefused(revision, [message]);
  }

  /** At once, so that nobody waits for it to come into force. */
  #answerRefused(revision: number, problems: string[]): void {
    if (revision > 0) this.#send({ kind: 'refused', revision, problems });
  }

  #emit(body: EventBody): void {
    const { clock } = this;
    this.#send({ kind: 'event', awsMs: clock.nowMs(), wallMs: clock.wallMs(), body });
  }

  async #readKept(): Promise<Kept | undefined> {
    try {
      return await this.#kept.read();
    } catch (error) {
      const message = `the document kept in ${this.#kept.file} cannot be read: ${fileProblemText(error)}`;
      this.#emit({ type: 'log', level: 'error', message });
      return undefined;
    }
  }
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
