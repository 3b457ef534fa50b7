import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RecordSet, recordSetKey, type Routing, SIMPLE } from '@understudy/contract';
import { applyChanges, type RecordChange, RECORD_SETS_MAX } from './check-changes.ts';
import { zoneRecords } from '../name-servers.ts';
import type { BatchFacts } from './check-record.ts';

const ZONE = 'example.com.';
const facts: BatchFacts = {
  zone: { id: 'Z1', name: ZONE },
  healthCheckExists: (id) => id === 'check',
  aliasTargetExists: (name) => !name.startsWith('gone'),
};
const born = zoneRecords(ZONE, ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net']);

function a(name: string, more: Partial<RecordSet> = {}): RecordSet {
  return {
    name: `${name}.${ZONE}`,
    type: 'A',
    ttlSeconds: 60,
    values: ['192.0.2.1'],
    routing: SIMPLE,
    ...more,
  };
}
function alias(
  dnsName: string,
  hostedZoneId: string,
  evaluateTargetHealth = false,
): Partial<RecordSet> {
  return { values: [], alias: { dnsName, hostedZoneId, evaluateTargetHealth } };
}
/** The zone's records after a batch. */
function changed(
  before: readonly RecordSet[],
  changes: readonly RecordChange[],
  given: BatchFacts,
): RecordSet[] {
  const at = (name: string) => before.filter((record) => record.name === name);
  const { put, removed, count } = applyChanges({ count: before.length, at }, changes, given);
  const after = new Map(before.map((record) => [recordSetKey(record), record]));
  for (const record of removed) after.delete(recordSetKey(record));
  for (const record of put) after.set(recordSetKey(record), record);
  expect(after.size).toBe(count);
  return [...after.values()];
}
function create(...records: RecordSet[]): RecordChange[] {
  return records.map((record) => ({ action: 'CREATE', record }));
}
function sets(count: number, routing: (id: string) => Partial<RecordSet>): RecordSet[] {
  return Array.from({ length: count }, (_, index) => a('www', routing(`s${index}`)));
}
const asPrimary: Routing = { kind: 'failover', role: 'PRIMARY' };
const asSecondary: Routing = { kind: 'failover', role: 'SECONDARY' };
const asWeighted: Routing = { kind: 'weighted', weight: 1 };
const asMultivalue: Routing = { kind: 'multivalue' };
const primary = a('www', { setIdentifier: 'p', routing: asPrimary, healthCheckId: 'check' });
const secondary = a('www', { setIdentifier: 's', routing: asSecondary });
const weighted = a('www', { setIdentifier: 'w', routing: asWeighted });
const cname = a('www', { type: 'CNAME', values: ['example.org.'] });

describe('a change batch', () => {
  it('creates, replaces and deletes', () => {
    const created = changed(born, create(a('www')), facts);
    expect(created).toHaveLength(3);
    const replaced = changed(
      created,
      [{ action: 'UPSERT', record: a('www', { values: ['192.0.2.2'] }) }],
      facts,
    );
    expect(replaced.at(-1)?.values).toEqual(['192.0.2.2']);
    const record = a('www', { values: ['192.0.2.2'] });
    expect(changed(replaced, [{ action: 'DELETE', record }], facts)).toEqual(born);
  });

  it('swaps primary and secondary in one go', () => {
    const before = changed(born, create(primary, secondary), facts);
    const swapped: RecordChange[] = [
      { action: 'UPSERT', record: { ...primary, routing: asSecondary } },
      { action: 'UPSERT', record: { ...secondary, routing: asPrimary, healthCheckId: 'check' } },
    ];
    expect(changed(before, swapped, facts)).toHaveLength(4);
  });

  it('takes weighted records of several values, as many as 100 of a name, and replaces in a full zone', () => {
    const several = { ...weighted, values: ['192.0.2.1', '192.0.2.2'] };
    expect(changed(born, create(several), facts)).toHaveLength(3);
    const many = sets(99, (id) => ({ setIdentifier: id, routing: asWeighted }));
    expect(changed([...born, ...many], create(several), facts)).toHaveLength(102);
    const full = [...born, ...Array.from({ length: RECORD_SETS_MAX }, (_, i) => a(`n${i}`))];
    const instead: RecordChange[] = [
      { action: 'DELETE', record: a('n1') },
      { action: 'CREATE', record: a('www') },
    ];
    expect(changed(full, instead, facts)).toHaveLength(RECORD_SETS_MAX + 2);
  });

  it('takes an HTTPS alias to a distribution', () => {
    const https = {
      ...a('www', { type: 'HTTPS' }),
      ...alias('d1.cloudfront.net.', 'Z2FDTNDATAQYW2'),
    };
    expect(changed(born, create(https), facts)).toHaveLength(3);
  });

  it('lists every problem', () => {
    const changes = create(a('www', { values: ['x'] }), { ...a('www'), name: 'www.other.org.' });
    expect(() => changed(born, changes, facts)).toThrow(
      "[Invalid Resource Record: FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'x', RRSet with DNS name www.other.org. is not permitted in zone example.com.]",
    );
  });

  const rejected: [string, RecordSet[], RecordChange[], string][] = [
    [
      'a CNAME at the apex',
      [],
      create({ ...cname, name: ZONE }),
      'RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.',
    ],
    [
      'a CNAME where something is',
      [a('www')],
      create(cname),
      'RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.',
    ],
    [
      'something where a CNAME is',
      [cname],
      create(a('www')),
      'RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.',
    ],
    [
      'what is there already',
      [a('www')],
      create(a('www')),
      "Tried to create resource record set [name='www.example.com.', type='A'] but it already exists",
    ],
    [
      'deleting what is not there',
      [],
      [{ action: 'DELETE', record: a('*') }],
      "Tried to delete resource record set [name='\\052.example.com.', type='A'] but it was not found",
    ],
    [
      'deleting with other values',
      [a('www')],
      [{ action: 'DELETE', record: a('www', { ttlSeconds: 61 }) }],
      "Tried to delete resource record set [name='www.example.com.', type='A'] but the values provided do not match the current values",
    ],
    [
      'the same record twice',
      [],
      create(a('www'), a('www')),
      "The request contains an invalid set of changes for a resource record set 'A www.example.com.'",
    ],
    [
      'a primary without a health check',
      [],
      create({ ...a('www'), setIdentifier: 'p', routing: asPrimary }),
      'A non-alias primary ResourceRecordSet must have an associated health check',
    ],
    [
      'a second primary',
      [primary],
      create({ ...primary, setIdentifier: 'q' }),
      'as a failover PRIMARY set exists with the same name and type.',
    ],
    [
      'a routed record beside a simple one',
      [a('www')],
      create(weighted),
      'RRSet with DNS name www.example.com., type A, SetIdentifier w cannot be created as a non-weighted set exists with the same name and type.',
    ],
    [
      'two routing policies',
      [weighted],
      create(secondary),
      'as a weighted set exists with the same name and type.',
    ],
    [
      'weighted records of different TTLs',
      [weighted],
      create({ ...weighted, setIdentifier: 'v', ttlSeconds: 61 }),
      'as weighted sets must contain the same TTL.',
    ],
    [
      'the 101st weighted record of a name and type',
      sets(100, (id) => ({ setIdentifier: id, routing: asWeighted })),
      create(weighted),
      'Exceeded limit on number of weighted RRSets for www.example.com., type A in this zone.',
    ],
    [
      'the 101st multivalue record of a name and type',
      sets(100, (id) => ({ setIdentifier: id, routing: asMultivalue })),
      create(a('www', { setIdentifier: 'm', routing: asMultivalue })),
      'Exceeded limit on number of multivalue RRSets for www.example.com., type A in this zone.',
    ],
    [
      'more than 400 values',
      [],
      create(
        a('www', { values: Array.from({ length: 401 }, (_, i) => `10.0.${i >> 8}.${i & 255}`) }),
      ),
      '[Cannot have more than 400 records in a RRSet.]',
    ],
    [
      'the 10,001st record of a zone',
      Array.from({ length: RECORD_SETS_MAX - born.length }, (_, index) => a(`n${index}`)),
      create(a('www')),
      'Exceeded limit on number of RRSets in this zone: 10000.',
    ],
    [
      'DS at the apex',
      [],
      create({ ...a('x'), name: ZONE, type: 'DS', values: ['1 13 9 ab'] }),
      'RRSet of type DS with DNS name example.com. is not permitted at apex in zone example.com.',
    ],
    [
      'an HTTPS alias to a load balancer',
      [],
      create({
        ...a('www', { type: 'HTTPS' }),
        ...alias('lb-1.us-east-1.elb.amazonaws.com.', 'Z35SXDOTRQ7X7K'),
      }),
      'but that target was not found',
    ],
    [
      'a health check that does not exist',
      [],
      create(a('www', { healthCheckId: 'nope' })),
      'The specified health check nope does not exist.',
    ],
    [
      'target health of a distribution',
      [],
      create({ ...a('www'), ...alias('d1.cloudfront.net.', 'Z2FDTNDATAQYW2', true) }),
      'EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution',
    ],
    [
      "a name in another AWS service's zone",
      [],
      create({ ...a('www'), ...alias('d1.cloudfront.net.', 'Z35SXDOTRQ7X7K') }),
      'Tried to create an alias that targets d1.cloudfront.net., type A in zone Z35SXDOTRQ7X7K, but the alias target name does not lie within the target zone',
    ],
    [
      'an alias to a load balancer that does not exist',
      [],
      create({ ...a('www'), ...alias('gone.us-east-1.elb.amazonaws.com.', 'Z35SXDOTRQ7X7K') }),
      'but that target was not found',
    ],
    [
      'an alias to nothing in the zone',
      [],
      create({ ...a('www'), ...alias('origin.example.com.', 'Z1') }),
      'Tried to create an alias that targets origin.example.com., type A in zone Z1, but that target was not found',
    ],
    [
      'an alias to itself',
      [],
      create({ ...a('www'), ...alias('www.example.com.', 'Z1') }),
      'but an alias cannot target itself',
    ],
    [
      "deleting the zone's name servers",
      [],
      born.slice(0, 1).map((record) => ({ action: 'DELETE', record })),
      'A HostedZone must contain at least one NS record for the zone itself.',
    ],
    [
      'multivalue routing of aliases',
      [],
      create({
        ...a('www', { setIdentifier: 'm', routing: asMultivalue }),
        ...alias('d1.cloudfront.net.', 'Z2FDTNDATAQYW2'),
      }),
      'Multivalue answer routing is not supported for alias records',
    ],
  ];
  it.each(rejected)('rejects %s', (_, existing, changes, message) => {
    const before = [...born, ...existing];
    expect(() => changed(before, changes, facts)).toThrow(message);
    expect(before).toEqual([...born, ...existing]);
  });

  it('gives back what was there after any creation is deleted again', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(fc.uniqueArray(label), fc.uniqueArray(octets, { minLength: 1 }), (names, ips) => {
        const values = [...new Set(ips.map((ip) => ip.join('.')))];
        const records = names.map((name) => a(name, { values }));
        const created = changed(born, create(...records), facts);
        expect(created).toHaveLength(born.length + names.length);
        const undo = records.map((record): RecordChange => {
          return { action: 'DELETE', record: { ...record, values: values.toReversed() } };
        });
        expect(changed(created, undo, facts)).toEqual(born);
      }),
    );
  });
});
