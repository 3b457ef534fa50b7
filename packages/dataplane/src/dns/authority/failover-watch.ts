import type { PartContext } from '../../part.ts';
import { displayName } from '../wire/names.ts';
import type { RecordGroup, Zone } from '../zone/zone.ts';

/** Remembers which record each failover group answered with, and says when that changes. */
export class FailoverWatch {
  readonly #context: PartContext;
  #chosen = new Map<string, string>();

  constructor(context: PartContext) {
    this.#context = context;
  }

  observe(zone: Zone, group: RecordGroup, choice: { setIdentifier: string; reason: string }): void {
    const key = keyOf(zone, group);
    const before = this.#chosen.get(key);
    if (before === choice.setIdentifier) return;
    this.#chosen.set(key, choice.setIdentifier);
    // The first choice changes nothing that a client could have seen.
    if (before === undefined) return;
    this.#context.emit({
      type: 'dns-answer-changed',
      zone: displayName(zone.name),
      name: displayName(group.name),
      recordType: group.typeName,
      setIdentifier: choice.setIdentifier,
      reason: choice.reason,
    });
  }

  /** Forgets groups that no longer exist. */
  keep(groups: Iterable<{ zone: Zone; group: RecordGroup }>): void {
    const kept = new Map<string, string>();
    for (const { zone, group } of groups) {
      const key = keyOf(zone, group);
      const chosen = this.#chosen.get(key);
      if (chosen !== undefined) kept.set(key, chosen);
    }
    this.#chosen = kept;
  }
}

function keyOf(zone: Zone, group: RecordGroup): string {
  return `${zone.id} ${group.name} ${group.typeName}`;
}
