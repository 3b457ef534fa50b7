import { fail } from '../../kernel/fail.ts';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { upperId, uuid } from '../../kernel/identifiers.ts';
import type { DeclaredTable } from '../../kernel/state/declare-table.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import { checkIfMatch, failNotFound } from './errors.ts';
import type { Versioned } from './records.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const CONFIGS_MAX = 100;

export interface VersionedNames<Config> {
  table: DeclaredTable<Versioned<Config>>;
  /** `NoSuchCachePolicy` … */
  notFound: string;
  /** `CachePolicyAlreadyExists` … */
  exists: string;
  inUse: string;
  /** For messages: `cache policy`. */
  noun: string;
  /** Policies have UUIDs, origin access controls an `E` id. */
  ids: 'uuid' | 'E';
}

/** Named configurations with an ETag: policies and origin access controls all behave so. */
export class VersionedTable<Config extends { Name: string | undefined }> {
  readonly #deps: ServiceDeps;
  readonly #names: VersionedNames<Config>;
  readonly #table: Table<Versioned<Config>>;
  readonly #managed: ReadonlyMap<string, Config>;
  readonly #usedBy: (id: string) => boolean;

  constructor(
    deps: ServiceDeps,
    names: VersionedNames<Config>,
    usedBy: (id: string) => boolean,
    managed: ReadonlyMap<string, Config> = new Map(),
  ) {
    this.#deps = deps;
    this.#names = names;
    this.#table = deps.state.table(names.table);
    this.#managed = managed;
    this.#usedBy = usedBy;
  }

  create(config: Config): Versioned<Config> {
    this.#checkName(config, undefined);
    if (this.#table.list().length >= CONFIGS_MAX)
      fail(
        `TooMany${this.#names.notFound.replace('NoSuch', '')}s`,
        `You have reached the maximum number of this resource for this account: ${CONFIGS_MAX}.`,
      );
    const { random } = this.#deps;
    const id = this.#names.ids === 'uuid' ? uuid(random) : `E${upperId(random, 13)}`;
    return this.#put(id, config);
  }

  /** Throws `NoSuch…`. Managed ones have an ETag too, as AWS's. */
  get(id: string | undefined): Versioned<Config> {
    return this.find(id) ?? failNotFound(this.#names.notFound, this.#names.noun);
  }

  find(id: string | undefined): Versioned<Config> | undefined {
    const managed = this.#managed.get(id ?? '');
    if (managed !== undefined)
      return { id: id ?? '', etag: 'E23ZP02F085DFQ', modifiedMs: 0, config: managed };
    return this.#table.get(id ?? '');
  }

  update(id: string | undefined, config: Config, ifMatch: string | undefined): Versioned<Config> {
    this.#refuseManaged(id);
    const before = this.get(id);
    checkIfMatch(ifMatch, before.etag);
    this.#checkName(config, before.id);
    return this.#put(before.id, config);
  }

  delete(id: string | undefined, ifMatch: string | undefined): void {
    this.#refuseManaged(id);
    const before = this.get(id);
    checkIfMatch(ifMatch, before.etag);
    if (this.#usedBy(before.id))
      fail(
        this.#names.inUse,
        `The ${this.#names.noun} is in use: it is attached to one or more cache behaviors or origins.`,
        409,
      );
    this.#table.delete(before.id);
    this.#deps.dataPlane.changed();
  }

  custom(): Versioned<Config>[] {
    return this.#table.list();
  }

  managed(): Versioned<Config>[] {
    return [...this.#managed.keys()].map((id) => this.get(id));
  }

  #put(id: string, config: Config): Versioned<Config> {
    const { random, clock, dataPlane } = this.#deps;
    const record = { id, etag: `E${upperId(random, 13)}`, modifiedMs: clock.nowMs(), config };
    this.#table.put(id, record);
    dataPlane.changed();
    return record;
  }

  #checkName(config: Config, id: string | undefined): void {
    if (!config.Name) fail('InvalidArgument', 'The parameter Name is required.');
    const taken = this.#table
      .list()
      .some((other) => other.config.Name === config.Name && other.id !== id);
    if (taken)
      fail(
        this.#names.exists,
        `A ${this.#names.noun} with this name already exists in your account: ${config.Name}`,
        409,
      );
  }

  #refuseManaged(id: string | undefined): void {
    if (this.#managed.has(id ?? ''))
      fail('IllegalUpdate', `You cannot update or delete a managed ${this.#names.noun}.`);
  }
}
