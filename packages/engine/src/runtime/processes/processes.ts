import { createHash } from 'node:crypto';
import {
  errorText,
  globalDocumentSchema,
  issuesText,
  QUERIES,
  readQuery,
  regionDocumentSchema,
  UnderstudyError,
  type Clock,
  type GlobalQueries,
  type RegionQueries,
  type UnderstudyEvent,
} from '@understudy/contract';
import type { DataPlane } from '../../kernel/data-plane.ts';
import { GLOBAL } from '../../supervisor/names.ts';
import { compileRegionDocument, type DocumentSources } from '../documents/documents.ts';
import type { DataPlaneProcess } from './data-plane-process.ts';
import type { EventLog } from '../event-log.ts';
import { GlobalPush } from '../documents/global-push.ts';

/**
 * How long a change may take to be in force everywhere. Wall time: it crosses processes of this
 * machine only.
 */
const SETTLE_WALL_MS_MAX = 30_000;

/**
 * The running processes as the services see them: compiles documents, pushes what changed, asks.
 */
export class Processes implements DataPlane {
  readonly #clock: Clock;
  readonly #events: EventLog;
  readonly #processes = new Map<string, DataPlaneProcess>();
  #sources: DocumentSources | undefined;
  #revision = 0;
  readonly #global = new GlobalPush();
  #dirty = false;
  #scheduled = false;

  constructor(options: { clock: Clock; events: EventLog }) {
    this.#clock = options.clock;
    this.#events = options.events;
  }

  /** Until then changes are only noted: services are made before what they run on. */
  begin(sources: DocumentSources, processes: readonly DataPlaneProcess[]): void {
    this.#sources = sources;
    for (const managed of processes) this.#processes.set(managed.name, managed);
    // A control plane that starts anew goes on where the one before was.
    this.#revision = Math.max(...processes.map(({ pushed }) => pushed?.revision ?? 0));
    this.#dirty = true;
    this.#push();
  }

  find(name: string): DataPlaneProcess | undefined {
    return this.#processes.get(name);
  }

  all(): DataPlaneProcess[] {
    return [...this.#processes.values()];
  }

  changed(): void {
    this.#dirty = true;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pushOrTell();
    });
  }

  async settled(): Promise<void> {
    if (this.#dirty) this.#push();
    await Promise.all(this.all().map((managed) => this.#settle(managed)));
  }

  async queryRegion<Q extends keyof RegionQueries>(
    region: string,
    query: Q,
    input: RegionQueries[Q]['input'],
  ): Promise<RegionQueries[Q]['output']> {
    const answer = await this.#require(region).query(query, input);
    return readQuery([QUERIES.region, query, 'answer'], answer);
  }

  async queryGlobal<Q extends keyof GlobalQueries>(
    query: Q,
    input: GlobalQueries[Q]['input'],
  ): Promise<GlobalQueries[Q]['output']> {
    const answer = await this.#require(GLOBAL).query(query, input);
    return readQuery([QUERIES.global, query, 'answer'], answer);
  }

  onEvent(listener: (event: UnderstudyEvent) => void): () => void {
    return this.#events.onEvent(listener);
  }

  #require(name: string): DataPlaneProcess {
    const managed = this.#processes.get(name);
    if (managed === undefined)
      throw new UnderstudyError('RegionUnknown', {
        message: `no process runs for '${name}'`,
        hint: `this engine runs ${[...this.#processes.keys()].join(', ')}`,
      });
    return managed;
  }

  /** Nobody waits for this push: what is wrong is told, and told again to whoever waits next. */
  #pushOrTell(): void {
    try {
      this.#push();
    } catch (error) {
      this.#dirty = true;
      const body = { type: 'log', level: 'error', message: errorText(error) } as const;
      this.#events.record('control', this.#clock.nowMs(), this.#clock.wallMs(), body);
    }
  }

  #push(): void {
    const sources = this.#sources;
    if (sources === undefined || !this.#dirty) return;
    this.#dirty = false;
    for (const managed of this.#processes.values()) {
      if (managed.name === GLOBAL) {
        this.#pushGlobal(sources, managed);
        continue;
      }
      const document = compileRegionDocument(sources, managed.name, 0);
      const text = JSON.stringify(document);
      const digest = createHash('sha256').update(text).digest('base64url');
      if (managed.pushed?.digest === digest) continue;
      checkDocument(managed.name, document);
      managed.push({ revision: ++this.#revision, digest, text });
    }
  }

  #pushGlobal(sources: DocumentSources, managed: DataPlaneProcess): void {
    const push = this.#global.next(sources, managed);
    if (push === undefined) return;
    try {
      const text = push.text((document) => checkDocument(GLOBAL, document));
      const { digest, base } = push;
      managed.push({ revision: ++this.#revision, digest, text, base });
    } catch (error) {
      this.#global.forget();
      throw error;
    }
  }

  async #settle(managed: DataPlaneProcess): Promise<void> {
    const wanted = managed.pushed?.revision ?? 0;
    // A process that a fault took, or that is coming back by itself, gets its document when it is
    // there again.
    const done = (): boolean => {
      const { appliedRevision, state, suspended } = managed.report;
      return (
        appliedRevision >= wanted || state === 'stopped' || state === 'restarting' || suspended
      );
    };
    if (done()) return;
    if (refusedAt(managed) >= wanted) throw refusal(managed);
    await new Promise<void>((resolve, reject) => {
      const end = managed.onChange(() => {
        const isRefused = refusedAt(managed) >= wanted;
        if (!done() && !isRefused) return;
        end();
        timer.cancel();
        if (isRefused) reject(refusal(managed));
        else resolve();
      });
      const timer = this.#clock.after(SETTLE_WALL_MS_MAX * this.#clock.speed, () => {
        end();
        reject(
          new UnderstudyError('Internal', {
            message: `process ${managed.name} did not take a change within ${SETTLE_WALL_MS_MAX / 1000} s`,
          }),
        );
      });
    });
  }
}

/** No more is heard of a revision that was refused, or of any before it. */
function refusedAt({ report }: DataPlaneProcess): number {
  return report.refused?.revision ?? 0;
}

function refusal({ name, report }: DataPlaneProcess): UnderstudyError {
  const problems = report.refused?.problems.join('; ') ?? '';
  return new UnderstudyError('DocumentInvalid', {
    message: `process ${name} did not take a change: ${problems}`,
  });
}

/** A document that its reader would refuse is a bug here, and is reported here. */
export function checkDocument(name: string, document: unknown): void {
  const parsed = (name === GLOBAL ? globalDocumentSchema : regionDocumentSchema).safeParse(
    document,
  );
  if (parsed.success) return;
  throw new UnderstudyError('DocumentInvalid', {
    message: `the document of process ${name} is invalid: ${issuesText(parsed.error.issues)}`,
  });
}
