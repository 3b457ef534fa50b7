import type { Reasons, ZonePatch } from '@understudy/contract';
import type { PartContext } from '../../part.ts';
import { danglingAliases } from './compile.ts';
import type { FailoverWatch } from './failover-watch.ts';
import type { HealthView } from '../health-view.ts';
import { Overheard } from '../overheard.ts';
import { type DnsAnswer, REFUSED } from '../record.ts';
import type { DnsRole } from '../role.ts';
import { TYPE } from '../wire/codes.ts';
import { canonicalName, displayName, isWithin, selfAndAncestors } from '../wire/names.ts';
import type { DnsQuestion, DnsRequest } from '../wire/request.ts';
import { answerInZone, type ZoneAnswer } from '../zone/answer.ts';
import { type Asker, askerOf, regionOf } from '../zone/asker.ts';
import { evaluateGroup, type Evaluation } from '../zone/evaluate.ts';
import type { HostedZones } from '../zone/hosted-zones.ts';
import { patchZone, type RecordGroup, type Zone } from '../zone/zone.ts';

/** Route 53's name servers: authoritative for every hosted zone, at all four addresses. */
export class NameServers implements DnsRole {
  readonly title = 'Route 53 name server';
  readonly recursionAvailable = false;
  readonly ttlSpeed: number;
  readonly #context: PartContext;
  readonly #health: HealthView;
  readonly #watch: FailoverWatch;
  readonly #overheard: Overheard;
  #zones: HostedZones;

  constructor(
    context: PartContext,
    options: { health: HealthView; watch: FailoverWatch; overheard?: Overheard },
  ) {
    this.ttlSpeed = context.clock.speed;
    this.#context = context;
    this.#health = options.health;
    this.#watch = options.watch;
    this.#overheard = options.overheard ?? new Overheard();
    this.#zones = {
      byId: new Map(),
      byName: new Map(),
      targets: { balancers: new Map(), distributions: new Map(), edgeAddresses: [] },
      resolverRegion: '',
    };
  }

  serve(zones: HostedZones): void {
    this.#zones = zones;
    this.#watch.keep(this.#failoverGroups());
    this.reevaluate();
  }

  /**
   * What could not be done, as sentences. Says what changed in the groups that the patch is about.
   */
  patch(patch: ZonePatch): string[] {
    const zone = this.#zones.byId.get(patch.zoneId);
    if (zone === undefined) return [`hosted zone ${patch.zoneId} is not there to be changed`];
    const problems = patchZone(zone, patch);
    const keys = [...patch.removed, ...patch.put].map(
      ({ name, type }) => [canonicalName(name), TYPE[type]] as const,
    );
    const groups = keys.flatMap(([name, type]) => zone.nodes.get(name)?.get(type) ?? []);
    for (const group of new Set(groups)) {
      if (group.policy === 'failover') evaluateGroup(this.#evaluation(zone), group, group.name);
    }
    return [...problems, ...danglingAliases(zone, [...new Set(groups)], this.#zones)];
  }

  answer(request: DnsRequest, clientAddress: string): DnsAnswer {
    const zone = this.#zoneOf(request.question);
    if (zone === undefined) return REFUSED;
    const asker = askerOf(request, clientAddress);
    const overheard = this.#overheard.reasonsFor(request.question, clientAddress);
    const reasons = overheard && tellZone(overheard, zone);
    const { answer, dependsOnAsker } = this.#answerIn(zone, request.question, asker, reasons);
    const subnet = request.edns?.clientSubnet;
    if (!dependsOnAsker || subnet === undefined) return answer;
    // The answer is for that network; of those around it nothing has been said (RFC 7871 section
    // 7.2.1).
    return { ...answer, scopePrefixBits: subnet.sourcePrefixBits };
  }

  /** By the zone's id, as TestDNSAnswer. Undefined when there is no such zone. */
  answerFor(hostedZoneId: string, question: DnsQuestion, asker: Asker): ZoneAnswer | undefined {
    const zone = this.#zones.byId.get(hostedZoneId);
    if (zone === undefined) return undefined;
    if (!isWithin(question.name, zone.name)) return { ...REFUSED, answers: [] };
    return this.#answerIn(zone, question, asker).answer;
  }

  /**
   * Makes every failover choice now, so that a change is told when it happens and not when somebody
   * asks.
   */
  reevaluate(): void {
    for (const { zone, group } of this.#failoverGroups()) {
      evaluateGroup(this.#evaluation(zone), group, group.name);
    }
  }

  #zoneOf({ name, type }: DnsQuestion): Zone | undefined {
    let own: Zone | undefined;
    for (const ancestor of selfAndAncestors(name)) {
      const zone = this.#zones.byName.get(ancestor);
      // Of both sides of a zone cut, the parent's has the DS record (RFC 4035 section 3.1.4.1).
      if (zone !== undefined && (type !== TYPE.DS || ancestor !== name)) return zone;
      own ??= zone;
    }
    return own;
  }

  #answerIn(
    zone: Zone,
    question: DnsQuestion,
    asker: Asker,
    reasons?: Reasons,
  ): { answer: ZoneAnswer; dependsOnAsker: boolean } {
    let dependsOnAsker = false;
    const askerRegion = (): string => {
      dependsOnAsker = true;
      return regionOf(asker) ?? this.#zones.resolverRegion;
    };
    const answer = answerInZone({ ...this.#evaluation(zone), askerRegion, reasons }, question);
    return { answer, dependsOnAsker };
  }

  #evaluation(zone: Zone): Evaluation {
    return {
      zone,
      targets: this.#zones.targets,
      health: this.#health,
      random: this.#context.random,
      askerRegion: () => this.#zones.resolverRegion,
      onFailover: (group, choice) => this.#watch.observe(zone, group, choice),
    };
  }

  *#failoverGroups(): Generator<{ zone: Zone; group: RecordGroup }> {
    for (const zone of this.#zones.byId.values()) {
      for (const node of zone.nodes.values()) {
        for (const group of node.values()) {
          if (group.policy === 'failover') yield { zone, group };
        }
      }
    }
  }
}

function tellZone(reasons: Reasons, { id, name }: Zone): Reasons {
  const facts = { hostedZoneId: id, name: displayName(name) };
  return reasons.add('dns.zone', `hosted zone ${id}, ${displayName(name)}, answers`, { facts });
}
