import {
  answerOf,
  type DnsAnswer,
  type DnsRecord,
  minimalAnyRecord,
  negativeSoa,
} from '../record.ts';
import { RCODE, TYPE } from '../wire/codes.ts';
import { canonicalName, displayName, type DomainName, isWithin } from '../wire/names.ts';
import type { DnsQuestion } from '../wire/request.ts';
import { evaluateGroup, type Evaluation, type TextRecord } from './evaluate.ts';
import { tellLookup } from './tell-lookup.ts';
import { findNode, type RecordGroup, type Zone } from './zone.ts';

/** CNAME records followed inside the zone; beyond it, the client sees the records so far. */
const CNAME_CHAIN_MAX = 16;

/** An answer with each record's text as the API shows it. */
export interface ZoneAnswer extends DnsAnswer {
  answers: TextRecord[];
}

/** The zone's authoritative answer to a question inside it. */
export function answerInZone(evaluation: Evaluation, question: DnsQuestion): ZoneAnswer {
  const { zone } = evaluation;
  const answers: TextRecord[] = [];
  const seen = new Set<DomainName>();
  let name = question.name;
  for (let length = 0; length <= CNAME_CHAIN_MAX; length += 1) {
    const step = answerStep(evaluation, name, question.type);
    answers.push(...step.records);
    if (step.kind === 'end') {
      // AA speaks of the first owner name, whatever the chain leads to (RFC 1035 section 4.1.1).
      return { ...step.answer, authoritative: step.answer.authoritative || seen.size > 0, answers };
    }
    seen.add(name);
    // The rest of the chain is another server's to tell; and a loop has been told whole.
    if (!isWithin(step.target, zone.name) || seen.has(step.target)) break;
    name = step.target;
  }
  return { ...answerOf(RCODE.NOERROR), authoritative: true, answers };
}

type Step =
  | { kind: 'end'; records: TextRecord[]; answer: DnsAnswer }
  | { kind: 'follow'; records: TextRecord[]; target: DomainName };

function answerStep(evaluation: Evaluation, name: DomainName, type: number): Step {
  const { zone } = evaluation;
  const lookup = findNode(zone, name, type);
  const reasons =
    evaluation.reasons && tellLookup(evaluation.reasons, { zone, name, type }, lookup);
  const below = reasons === undefined ? evaluation : { ...evaluation, reasons };
  const end = (answer: DnsAnswer, records: TextRecord[] = []): Step => ({
    kind: 'end',
    records,
    answer,
  });
  if (lookup.kind === 'delegation') return end(referral(evaluation, lookup.nameServers));
  if (lookup.kind === 'missing') return end(negative(zone, RCODE.NXDOMAIN));
  // A name that exists for the sake of those below it has no record that could stand for all.
  if (type === TYPE.ANY && lookup.node.size > 0) {
    return end(positive(), [{ ...minimalAnyRecord(name), text: '"RFC8482" ""' }]);
  }
  const group = lookup.node.get(type);
  if (group !== undefined) {
    const records = evaluateGroup(below, group, name);
    return end(records.length > 0 ? positive() : negative(zone, RCODE.NOERROR), records);
  }
  const cname = lookup.node.get(TYPE.CNAME);
  const [record] = cname === undefined ? [] : evaluateGroup(below, cname, name);
  if (record === undefined) return end(negative(zone, RCODE.NOERROR));
  const target = canonicalName(record.text);
  reasons?.add('dns.alias', `its CNAME leads to ${displayName(target)}`, { facts: { target } });
  return { kind: 'follow', records: [record], target };
}

function positive(): DnsAnswer {
  return answerOf(RCODE.NOERROR, { authoritative: true });
}

function negative(zone: Zone, rcode: number): DnsAnswer {
  const authorities = zone.soa === undefined ? [] : [negativeSoa(zone.soa)];
  return answerOf(rcode, { authoritative: true, authorities });
}

/**
 * RFC 1034 section 4.3.2 step 3b: not ours to answer, but whom to ask, with the addresses that we
 * know.
 */
function referral(evaluation: Evaluation, group: RecordGroup): DnsAnswer {
  const authorities = evaluateGroup(evaluation, group, group.name);
  return answerOf(RCODE.NOERROR, {
    authorities,
    additionals: authorities.flatMap((record) => glue(evaluation, record.text)),
  });
}

function glue(evaluation: Evaluation, nameServer: string): DnsRecord[] {
  const node = evaluation.zone.nodes.get(canonicalName(nameServer));
  return [TYPE.A, TYPE.AAAA].flatMap((type) => {
    const group = node?.get(type);
    return group === undefined ? [] : evaluateGroup(evaluation, group, group.name);
  });
}
