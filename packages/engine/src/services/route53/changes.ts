import type { ChangeInfo, GetChangeRequest, GetChangeResponse } from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { upperId } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state-store.ts';
import { plainId } from './record-shape.ts';

/** Older changes are forgotten; AWS keeps them for a while too. */
const CHANGES_KEPT_MAX = 1000;

interface StoredChange {
  id: string;
  submittedMs: number;
  comment: string;
}

/** PENDING until every name server that lives has the change in force, INSYNC from then on. */
export class Changes {
  readonly #deps: ServiceDeps;
  readonly #table: Table<StoredChange>;
  /** Only of this run: what an earlier run accepted is in the first document that this run pushes. */
  readonly #pending = new Set<string>();
  /** Ids, oldest first. */
  readonly #kept: string[];

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
    this.#table = deps.state.table('route53/changes');
    this.#kept = this.#table
      .list()
      .toSorted((left, right) => left.submittedMs - right.submittedMs)
      .map((change) => change.id);
  }

  submit(comment = ''): ChangeInfo {
    const change: StoredChange = {
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

  get(input: GetChangeRequest): GetChangeResponse {
    const change = this.#table.get(plainId(input.Id));
    if (change !== undefined) return { ChangeInfo: this.#shape(change) };
    throw new AwsError({
      code: 'NoSuchChange',
      status: 404,
      message: `Could not find resource with ID: ${plainId(input.Id)}`,
    });
  }

  #shape(change: StoredChange): ChangeInfo {
    return {
      Id: `/change/${change.id}`,
      Status: this.#pending.has(change.id) ? 'PENDING' : 'INSYNC',
      SubmittedAt: new Date(change.submittedMs),
      ...(change.comment === '' ? {} : { Comment: change.comment }),
    };
  }
}
