import type { Reasons } from '@understudy/contract';
import { TYPE } from '../wire/codes.ts';
import { displayName, type DomainName } from '../wire/names.ts';
import type { Lookup, Node, Zone } from './zone.ts';

/** Whether the name is there. Returns where what becomes of its records goes. */
export function tellLookup(
  reasons: Reasons,
  asked: { zone: Zone; name: DomainName; type: number },
  lookup: Lookup,
): Reasons {
  const { says, found } = wordsOf(asked, lookup);
  const facts = { name: displayName(asked.name), type: typeName(asked.type), found };
  return reasons.add('dns.name', says, { facts });
}

function wordsOf(
  { zone, name, type }: { zone: Zone; name: DomainName; type: number },
  lookup: Lookup,
): { says: string; found: string } {
  const shown = displayName(name);
  switch (lookup.kind) {
    case 'missing':
      return {
        says: `${shown} is not in the zone, and no wildcard stands for it`,
        found: 'nothing',
      };
    case 'delegation': {
      const cut = displayName(lookup.nameServers.name);
      return { says: `the zone delegates ${cut} to other name servers`, found: 'delegation' };
    }
    case 'node': {
      const by = zone.nodes.has(name) ? 'is in the zone' : 'is stood for by a wildcard';
      const has = typesOf(lookup.node);
      if (lookup.node.has(type)) return { says: `${shown} ${by}`, found: typeName(type) };
      if (lookup.node.has(TYPE.CNAME))
        return { says: `${shown} ${by}, as a CNAME`, found: 'CNAME' };
      const others = has === '' ? 'no record at all' : `${has}, but no ${typeName(type)} record`;
      return { says: `${shown} ${by} with ${others}`, found: 'other types' };
    }
  }
}

function typesOf(node: Node): string {
  return [...node.values()].map((group) => group.typeName).join(', ');
}

function typeName(type: number): string {
  return Object.entries(TYPE).find(([, code]) => code === type)?.[0] ?? `TYPE${type}`;
}
