import type { Facts, ReasonMark, Reasons, RecordSet } from '@understudy/contract';
import { displayName } from '../wire/names.ts';
import type { AliasTarget } from './alias-targets.ts';
import type { Member, RecordGroup } from './zone.ts';

/** How name servers put into words what they decided; `evaluate.ts` decides. */

export function tellGroup(
  reasons: Reasons,
  { name, typeName, policy, members }: RecordGroup,
): Reasons {
  const facts = { name: displayName(name), type: typeName, policy, recordSets: members.length };
  return reasons.add('dns.record-sets', '', { facts });
}

export function tellMember(reasons: Reasons, { set }: Member): Reasons {
  return reasons.add('dns.record-set', titleOf(set), {
    facts: {
      ...(set.setIdentifier !== undefined && { setIdentifier: set.setIdentifier }),
      ...routingFacts(set),
    },
  });
}

/** What became of every record set, once one of them has been chosen. */
export function tellChoice(
  told: Reasons,
  group: RecordGroup,
  choice: {
    members: readonly { member: Member; healthy: boolean; reasons: Reasons | undefined }[];
    indexes: readonly number[];
    reason: string | undefined;
    isLastResort: boolean;
  },
): void {
  const { members, indexes, reason, isLastResort } = choice;
  const judges = group.policy !== 'simple';
  for (const [index, { member, healthy, reasons }] of members.entries()) {
    const isChosen = indexes.includes(index);
    const is = judges ? `: ${healthy ? 'healthy' : 'unhealthy'}` : '';
    reasons?.conclude(
      `${titleOf(member.set)}${is}${isChosen && judges ? ', and it answers' : ''}`,
      {
        mark: isChosen ? 'chosen' : 'passed-over',
        facts: { ...(judges && { healthy }), chosen: isChosen },
      },
    );
  }
  told.conclude(`${groupTitle(group)}${whyOf(group, { isLastResort, reason })}`, {
    facts: { lastResort: judges && isLastResort, ...(reason !== undefined && { reason }) },
  });
}

function groupTitle({ name, typeName, policy, members }: RecordGroup): string {
  const sets = members.length === 1 ? 'one record set' : `${members.length} record sets`;
  return `${displayName(name)} ${typeName} has ${sets}, ${ROUTING_WORDS[policy]}`;
}

const ROUTING_WORDS: Record<RecordGroup['policy'], string> = {
  simple: 'simple routing',
  failover: 'failover routing',
  weighted: 'weighted routing',
  latency: 'latency routing',
  multivalue: 'multivalue answer routing',
};

function whyOf(
  { policy }: RecordGroup,
  { isLastResort, reason }: { isLastResort: boolean; reason: string | undefined },
): string {
  // Failover says so itself.
  const last = isLastResort && policy !== 'failover';
  const because = reason ?? CHANCE_WORDS[policy];
  const words = [
    ...(last ? ['none is healthy, so all count as healthy (the last resort)'] : []),
    ...(because === undefined ? [] : [because]),
  ];
  return words.length === 0 ? '' : `: ${words.join('; ')}`;
}

const CHANCE_WORDS: Partial<Record<RecordGroup['policy'], string>> = {
  weighted: 'chance chose among them, by their weights',
  multivalue: 'up to eight of them at random',
};

function titleOf(set: RecordSet): string {
  const { routing, setIdentifier, alias } = set;
  const name = setIdentifier === undefined ? 'the record set' : `'${setIdentifier}'`;
  const leads = alias === undefined ? '' : ` (alias to ${plainName(alias.dnsName)})`;
  switch (routing.kind) {
    case 'failover':
      return `${name}, ${routing.role}${leads}`;
    case 'weighted':
      return `${name}, weight ${routing.weight}${leads}`;
    case 'latency':
      return `${name}, of ${routing.region}${leads}`;
    case 'multivalue':
    case 'simple':
      return `${name}${leads}`;
  }
}

function routingFacts({ routing, alias }: RecordSet): Facts {
  return {
    ...(routing.kind === 'failover' && { failover: routing.role }),
    ...(routing.kind === 'weighted' && { weight: routing.weight }),
    ...(routing.kind === 'latency' && { region: routing.region }),
    ...(alias !== undefined && {
      alias: plainName(alias.dnsName),
      evaluateTargetHealth: alias.evaluateTargetHealth,
    }),
  };
}

function plainName(dnsName: string): string {
  return dnsName.toLowerCase().replace(/\.$/, '');
}

/** An alias that is followed to its records. */
export function tellTarget(reasons: Reasons, { set }: Member, target: AliasTarget): Reasons {
  const name = plainName(set.alias?.dnsName ?? '');
  return reasons.add('dns.alias', `the alias is followed to ${targetWords(name, target)}`, {
    facts: { target: name, targetKind: target.kind },
  });
}

export function tellTargetHealth(
  reasons: Reasons,
  found: { member: Member; target: AliasTarget; healthy: boolean | undefined },
): void {
  const { member, target, healthy } = found;
  const name = plainName(member.set.alias?.dnsName ?? '');
  const is =
    healthy === undefined
      ? 'nothing is known of its health, which counts as healthy'
      : healthy
        ? 'healthy'
        : 'unhealthy';
  reasons.conclude(`EvaluateTargetHealth is on; ${targetWords(name, target)}: ${is}`, {
    mark: (healthy ?? true) ? 'well' : 'ill',
    facts: { target: name, targetKind: target.kind, healthy: healthy ?? null },
  });
}

function targetWords(name: string, target: AliasTarget): string {
  switch (target.kind) {
    case 'load-balancer':
      return `the load balancer ${name} in ${target.balancer.region}`;
    case 'distribution':
      return `the distribution ${name}`;
    case 'records':
      return `the records of ${name}`;
    case 'unknown':
      return `${name}, which is no load balancer, distribution or record of this zone`;
  }
}

/** The nodes of a load balancer, one a zone: which of them its name answers with. */
export function tellNodes(
  reasons: Reasons,
  nodes: {
    members: readonly { zone: string; address: string; healthy: boolean }[];
    indexes: readonly number[];
    isLastResort: boolean;
  },
): void {
  const { members, indexes, isLastResort } = nodes;
  for (const [index, { zone, address, healthy }] of members.entries()) {
    const mark: ReasonMark = indexes.includes(index) ? 'chosen' : 'passed-over';
    const words = healthy
      ? 'healthy, so its address is in the answer'
      : isLastResort
        ? 'no zone is healthy, so its address is in the answer all the same'
        : 'unhealthy, so its address is left out';
    const facts = { zone, address, healthy, chosen: mark === 'chosen' };
    reasons.add('dns.load-balancer', `node ${address} in ${zone}: ${words}`, { mark, facts });
  }
}
