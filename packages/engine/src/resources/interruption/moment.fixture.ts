import process from 'node:process';
import type { DeclaredTable } from '../../kernel/state/declare-table.ts';
import { StateStore, type Table } from '../../kernel/state/state-store.ts';
import { TABLES } from '../../runtime/tables.ts';

/** What a control plane is doing when it is killed. */
export type Work = 'CreateStack' | 'UpdateStack' | 'DeleteStack' | 'recovery';

/**
 * When a control plane is killed: by what it has written of its work, so that a slow machine is
 * killed where a fast one is.
 */
export interface Moment {
  during: Work;
  /** From 0 to 1, how much of its writes that work has behind it. */
  share: number;
  /**
   * Turns of the event loop between that write and the end: what goes on outside of the state is
   * cut off as well.
   */
  turns: number;
}

/** Until it is known how often a work writes. */
const WRITES_FIRST = 100;

/** Kills this process at a moment of one control plane. */
export class Killer {
  readonly #moment: Moment | undefined;
  #writes = 0;
  #deadly = Infinity;

  /** @param moment undefined for a control plane that dies with another one */
  constructor(moment?: Moment) {
    this.#moment = moment;
  }

  get during(): Work | undefined {
    return this.#moment?.during;
  }

  /** @param known how many writes it had when it was done last */
  begin(work: Work, known = WRITES_FIRST): void {
    this.#writes = 0;
    if (this.#moment?.during === work) this.#deadly = Math.floor(this.#moment.share * known);
  }

  /** Before each write of the control plane's state. */
  write(): void {
    if (this.#writes === this.#deadly) die(this.#moment?.turns ?? 0);
    this.#writes += 1;
  }

  /** How many writes there were; work that had fewer than it was to die by ends with it. */
  end(): number {
    if (this.#deadly !== Infinity) die(0);
    return this.#writes;
  }
}

function die(turns: number): void {
  if (turns === 0) process.kill(process.pid, 'SIGKILL');
  else setImmediate(() => die(turns - 1));
}

/** The state, which tells of every write before it is made. */
export class WatchedState extends StateStore {
  readonly #killer: Killer;

  constructor(file: string, killer: Killer) {
    super(file, TABLES);
    this.#killer = killer;
  }

  override table<T>(declared: DeclaredTable<T>): Table<T> {
    const table = super.table(declared);
    return {
      ...table,
      put: (key, record) => {
        this.#killer.write();
        table.put(key, record);
      },
      delete: (key) => {
        this.#killer.write();
        table.delete(key);
      },
    };
  }
}
