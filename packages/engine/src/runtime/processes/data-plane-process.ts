import { UnderstudyError, type Clock, type Timer } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { FromSupervisor, ProcessReport, ToSupervisor } from '../../supervisor/protocol.ts';

/** How long a query may take. Wall time: it crosses processes of this machine only. */
const QUERY_WALL_MS_MAX = 10_000;
const QUERIES_WAITING_MAX = 1_000;

export type Answer = Extract<
  FromSupervisor,
  { kind: 'answer' | 'failure' | 'unready' | 'unavailable' }
>;

interface Pending {
  resolve(output: unknown): void;
  reject(error: Error): void;
  timer: Timer;
}

export interface DataPlaneProcessOptions {
  report: ProcessReport;
  /** Wall time. */
  clock: Clock;
  send(message: ToSupervisor): void;
  /** One that no query of this engine has had. */
  nextId(): number;
}

/**
 * One data-plane process as the control plane sees it: the supervisor has it, and reports on it.
 */
export class DataPlaneProcess {
  readonly name: string;
  readonly #options: DataPlaneProcessOptions;
  #report: ProcessReport;
  #pushed: ProcessReport['pushed'];
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<() => void>();

  constructor(options: DataPlaneProcessOptions) {
    this.name = options.report.name;
    this.#options = options;
    this.#report = options.report;
    this.#pushed = options.report.pushed;
  }

  get report(): Omit<ProcessReport, 'pushed'> {
    return this.#report;
  }

  /** The last document that was sent to it, by this control plane or the one before. */
  get pushed(): ProcessReport['pushed'] {
    return this.#pushed;
  }

  /** What the supervisor says of it now. */
  take(report: ProcessReport): void {
    const lost = report.pid !== this.#report.pid || report.state === 'stopped';
    this.#report = report;
    if (lost) this.#rejectAll('it has ended; process.log in its folder says why');
    for (const listener of this.#listeners) listener();
  }

  /**
   * The process goes by this document from now on, also after a restart; with `base`, by that one
   * so changed.
   */
  push(document: {
    revision: number;
    digest: string;
    text: string;
    base?: number | undefined;
  }): void {
    this.#pushed = { revision: document.revision, digest: document.digest };
    this.#options.send({ kind: 'push', name: this.name, ...document });
  }

  /**
   * Calls back when something in its report is not what it was: a document in force, the process
   * lost.
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  query(query: string, input: unknown): Promise<unknown> {
    if (this.#report.state !== 'running' || this.#report.suspended)
      return Promise.reject(this.#unavailable('it is not running'));
    if (this.#pending.size >= QUERIES_WAITING_MAX)
      return Promise.reject(this.#unavailable('too many queries wait for it'));
    const { clock, nextId, send } = this.#options;
    const id = nextId();
    return new Promise((resolve, reject) => {
      const timer = clock.after(QUERY_WALL_MS_MAX * clock.speed, () => {
        this.#pending.delete(id);
        reject(this.#unavailable(`it did not answer within ${QUERY_WALL_MS_MAX / 1000} s`));
      });
      this.#pending.set(id, { resolve, reject, timer });
      send({ kind: 'query', name: this.name, id, query, input });
    });
  }

  /** Passes over what is not for a query of its own. */
  answer(message: Answer): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    pending.timer.cancel();
    if (message.kind === 'answer') pending.resolve(message.output);
    else if (message.kind === 'unready')
      pending.reject(this.#unavailable('it has no document yet'));
    else if (message.kind === 'unavailable') pending.reject(this.#unavailable(message.why));
    else pending.reject(failureOf(message));
  }

  #rejectAll(why: string): void {
    for (const { reject, timer } of this.#pending.values()) {
      timer.cancel();
      reject(this.#unavailable(why));
    }
    this.#pending.clear();
  }

  #unavailable(why: string): UnderstudyError {
    return new UnderstudyError('RegionUnavailable', {
      message: `${this.name} cannot be asked: ${why}`,
    });
  }
}

/** What the process itself said against a query. */
function failureOf({ aws, code, message }: Extract<Answer, { kind: 'failure' }>): Error {
  if (aws !== undefined) return new AwsError({ ...aws, message });
  return code === undefined ? new Error(message) : new UnderstudyError(code, { message });
}
