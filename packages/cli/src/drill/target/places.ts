import type { EngineInfo } from '@understudy/engine';
import { ask } from '../../probe/resolve.ts';

/** Which names lead where. */
export interface KnownNames {
  /** Of distributions. */
  edge: readonly string[];
  /** Load balancers' names, by region. */
  regions: Readonly<Record<string, string>>;
}

/** What an address is of, by the names that lead to it: how a client of AWS finds out. */
export class Places {
  readonly #places = new Map<string, string>();

  of(address: string): string | undefined {
    return this.#places.get(address);
  }

  /** A load balancer's nodes come and go with zones, so that what was once known stays known. */
  async learn(info: EngineInfo, names: KnownNames): Promise<void> {
    const all = [
      ...names.edge.map((name) => [name, 'edge'] as const),
      ...Object.entries(names.regions).map(([region, name]) => [name, region] as const),
    ];
    for (const [name, place] of all) {
      const { addresses } = await ask(info, { name, type: 'A' });
      for (const address of addresses) this.#places.set(address, place);
    }
  }
}
