import type { DomainName } from '../wire/names.ts';
import type { AliasTargets } from './alias-targets.ts';
import type { MutableZone, Zone } from './zone.ts';

/** All that Route 53's name servers serve. */
export interface HostedZones {
  readonly byId: ReadonlyMap<string, MutableZone>;
  readonly byName: ReadonlyMap<DomainName, Zone>;
  readonly targets: AliasTargets;
  /** Where an asker is of whom nothing else is known. */
  readonly resolverRegion: string;
}
