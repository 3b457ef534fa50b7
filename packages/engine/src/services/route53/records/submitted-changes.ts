import type { ChangeInfo } from '@aws-sdk/client-route-53';
import type { ServiceDeps } from '../../../kernel/deps.ts';
import { fail } from '../../../kernel/fail.ts';
import { upperId } from '../../../kernel/identifiers.ts';
import type { Table } from '../../../kernel/state/state-store.ts';
import { route53Tables, type ChangeRecord } from '../tables.ts';
import { plainId } from './record-shape.ts';

/** Older changes are forgotten; AWS keeps them for a while too. */
const CHANGES_KEPT_MAX = 1000;

/** PENDING until every name server that lives has the change in force, INSYNC from then on. */
export class SubmittedChanges {
  readonly #deps: ServiceDeps;
  readonly #table: Table<ChangeRecord>;
  /**
   * Only of this run: what an earlier run accepted is in the first document that this run pushes.
   */
  readonly #pending = new Set<string>();
  /** Ids, oldest first. */
  readonly #kept: string[];

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
    this.#table = deps.state.table(route53Tables.changes);
    this.#kept = this.#table
      .list()
      .toSorted((left, right) => left.submittedMs - right.submittedMs)
      .map((change) => change.id);
  }

  submit(comment = ''): ChangeInfo {
    const change: ChangeRecord = {
      id: `C0${upperId(this.#deps.random, 19)}`,
      submittedMs: this.#deps.clock.nowMs(),
      comment,
    };
    this.#table.put(change.id, change);
    this.#kept.push(change.id);
    for (const old of this.#kept.splice(0, this.#kept.length - CHANGES_KEPT_MAX))
      this.#table.delete(old);
    this.#pending.add(change.id);
    // A data plane that cannot settle leaves the change PENDING, which is the truth about it.
    this.#deps.dataPlane.settled().then(
      () => this.#pending.delete(change.id),
      () => undefined,
    );
    return this.#shape(change);
  }

  /** Throws `NoSuchChange`. */
  get(id: string | undefined): ChangeInfo {
    const missing = `Could not find resource with ID: ${plainId(id)}`;
    return this.#shape(this.#table.get(plainId(id)) ?? fail('NoSuchChange', missing, 404));
  }

  #shape(change: ChangeRecord): ChangeInfo {
    return {
      Id: `/change/${change.id}`,
      Status: this.#pending.has(change.id) ? 'PENDING' : 'INSYNC',
      SubmittedAt: new Date(change.submittedMs),
      ...(change.comment === '' ? {} : { Comment: change.comment }),
    };
  }
}
