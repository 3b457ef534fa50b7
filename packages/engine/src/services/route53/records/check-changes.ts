import { isDeepStrictEqual } from 'node:util';
import { type RecordSet, recordSetKey } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import { groupProblems } from './check-group.ts';
import { escapedName } from './record-name.ts';
import { type BatchFacts, recordProblems } from './check-record.ts';
import { ChangedRecords, type RecordDifference, type ZoneRecords } from './zone-records.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
export const RECORD_SETS_MAX = 10_000;

export interface RecordChange {
  action: 'CREATE' | 'DELETE' | 'UPSERT';
  record: RecordSet;
}

/**
 * What a batch does to the zone: all of it or, with an `InvalidChangeBatch` that lists every
 * problem, nothing.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export function applyChanges(
  current: ZoneRecords,
  changes: readonly RecordChange[],
  facts: BatchFacts,
): RecordDifference {
  const after = new ChangedRecords(current);
  const problems = repeatedChanges(changes);
  for (const change of changes) {
    const found = change.action === 'DELETE' ? [] : recordProblems(change.record, facts);
    problems.push(...found);
    // What cannot stand by itself is not applied, so that it draws no second complaint.
    if (found.length === 0) problems.push(...apply(change, after));
  }
  if (problems.length === 0) {
    problems.push(...apexProblems(after, facts.zone.name), ...sizeProblems(current, after));
    for (const change of changes)
      if (change.action !== 'DELETE') problems.push(...groupProblems(change.record, after, facts));
  }
  if (problems.length > 0) fail('InvalidChangeBatch', `[${problems.join(', ')}]`);
  return after.difference();
}

function apply(change: RecordChange, after: ChangedRecords): string[] {
  const existing = after.find(change.record);
  if (change.action === 'CREATE' && existing !== undefined)
    return [`Tried to create resource record set ${label(change.record)} but it already exists`];
  if (change.action !== 'DELETE') {
    after.put(change.record);
    return [];
  }
  const tried = `Tried to delete resource record set ${label(change.record)}`;
  if (existing === undefined) return [`${tried} but it was not found`];
  if (!sameData(existing, change.record))
    return [`${tried} but the values provided do not match the current values`];
  after.delete(existing);
  return [];
}

/**
 * The same record set may be deleted and then created in one batch; any other repetition is
 * refused.
 */
function repeatedChanges(changes: readonly RecordChange[]): string[] {
  const seen = new Map<string, RecordChange['action'][]>();
  const problems = new Set<string>();
  for (const { action, record } of changes) {
    const before = seen.get(recordSetKey(record)) ?? [];
    if (
      before.length > 1 ||
      (before.length === 1 && (before[0] !== 'DELETE' || action === 'DELETE'))
    )
      problems.add(
        `The request contains an invalid set of changes for a resource record set '${record.type} ${escapedName(record.name)}'`,
      );
    seen.set(recordSetKey(record), [...before, action]);
  }
  return [...problems];
}

function sizeProblems(before: ZoneRecords, after: ZoneRecords): string[] {
  // A zone that had more already, from when there was no limit, may still shrink.
  return after.count > RECORD_SETS_MAX && after.count > before.count
    ? [`Exceeded limit on number of RRSets in this zone: ${RECORD_SETS_MAX}.`]
    : [];
}

function apexProblems(records: ZoneRecords, zoneName: string): string[] {
  const apex = records.at(zoneName);
  const problems: string[] = [];
  if (!apex.some((record) => record.type === 'NS'))
    problems.push('A HostedZone must contain at least one NS record for the zone itself.');
  if (!apex.some((record) => record.type === 'SOA'))
    problems.push('A HostedZone must contain exactly one SOA record.');
  return problems;
}

function label(record: RecordSet): string {
  const identifier =
    record.setIdentifier === undefined ? '' : `, set identifier='${record.setIdentifier}'`;
  return `[name='${escapedName(record.name)}', type='${record.type}'${identifier}]`;
}

function sameData(left: RecordSet, right: RecordSet): boolean {
  return isDeepStrictEqual(comparable(left), comparable(right));
}

/** Order of values has no meaning. */
function comparable({ values, ...rest }: RecordSet): RecordSet {
  return { ...rest, values: values.toSorted() };
}
