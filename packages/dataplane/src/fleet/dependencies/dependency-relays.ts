import { errorText } from '@understudy/contract';
import { DependencyRelay, type RelayOptions } from './dependency-relay.ts';
import {
  authorityOf,
  dependenciesOf,
  withAuthorities,
  type Dependency,
} from './dependency-urls.ts';
import { parseUserData } from '../instance/user-data.ts';

export interface RelaysOptions extends Omit<RelayOptions, 'address'> {
  relaysMax: number;
}

/**
 * One relay a dependency that user data names. It stays until the region's process ends: a program
 * knows it for as long as it runs.
 */
export class DependencyRelays {
  readonly #options: RelaysOptions;
  /** By authority. */
  readonly #relays = new Map<string, DependencyRelay>();
  #isClosed = false;

  constructor(options: RelaysOptions) {
    this.#options = options;
  }

  /** Resolves when a relay of each listens, with what could not be done as sentences. */
  async open(address: string, userData: readonly string[]): Promise<string[]> {
    const problems: string[] = [];
    for (const dependency of userData.flatMap((text) =>
      dependenciesOf(parseUserData(text).variables),
    )) {
      if (this.#relays.has(authorityOf(dependency)) || this.#isClosed) continue;
      problems.push(...(await this.#openOne(address, dependency)));
    }
    return problems;
  }

  /** The variables as the region's programs are given them. */
  variablesFor(variables: ReadonlyMap<string, string>): Map<string, string> {
    return withAuthorities(
      variables,
      (dependency) => this.#relays.get(authorityOf(dependency))?.authority,
    );
  }

  close(): void {
    this.#isClosed = true;
    for (const relay of this.#relays.values()) relay.close();
  }

  async #openOne(address: string, dependency: Dependency): Promise<string[]> {
    const { relaysMax } = this.#options;
    const authority = authorityOf(dependency);
    if (this.#relays.size >= relaysMax)
      return [`${authority} is asked past the region: it has ${relaysMax} dependencies already`];
    try {
      const relay = await DependencyRelay.open(dependency, { ...this.#options, address });
      this.#relays.set(authority, relay);
      if (this.#isClosed) relay.close();
      return [];
    } catch (error) {
      return [`${authority} is asked past the region: ${errorText(error)}`];
    }
  }
}
