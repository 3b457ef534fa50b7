import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HostedZone, type RecordSet, recordSetKey, SIMPLE } from '@understudy/contract';
import { soaAndNs } from '../dns.fixture.ts';
import { TYPE } from '../wire/codes.ts';
import { isWithin } from '../wire/names.ts';
import { mergePatches } from '../authority/merge-patches.ts';
import { compileZone, findNode, patchZone } from './zone.ts';

function hosted(records: RecordSet[]): HostedZone {
  return { id: 'Z9', name: 'example.com.', nameServers: [], records };
}

function a(name: string, changes: Partial<RecordSet> = {}): RecordSet {
  return { name, type: 'A', ttlSeconds: 60, values: ['127.0.0.1'], routing: SIMPLE, ...changes };
}

// RFC 4592 section 2.2.1, with its own example zone.
const RFC4592 = compileZone(
  hosted([
    ...soaAndNs('example.com.'),
    {
      name: '*.example.com.',
      type: 'TXT',
      ttlSeconds: 60,
      values: ['"wildcard"'],
      routing: SIMPLE,
    },
    {
      name: '*.example.com.',
      type: 'MX',
      ttlSeconds: 60,
      values: ['10 host1.example.com.'],
      routing: SIMPLE,
    },
    {
      name: 'sub.*.example.com.',
      type: 'TXT',
      ttlSeconds: 60,
      values: ['"not a wildcard"'],
      routing: SIMPLE,
    },
    a('host1.example.com.'),
    a('_ssh._tcp.host1.example.com.'),
    {
      name: 'subdel.example.com.',
      type: 'NS',
      ttlSeconds: 60,
      values: ['ns.example.com.'],
      routing: SIMPLE,
    },
  ]),
).zone;

test.each([
  ['host3.example.com', TYPE.MX, 'node'],
  ['host3.example.com', TYPE.A, 'no data'],
  ['foo.bar.example.com', TYPE.TXT, 'node'],
  ['host1.example.com', TYPE.MX, 'no data'],
  ['sub.*.example.com', TYPE.MX, 'no data'],
  ['_telnet._tcp.host1.example.com', TYPE.A, 'missing'],
  ['_tcp.host1.example.com', TYPE.A, 'no data'],
  ['host.subdel.example.com', TYPE.A, 'delegation'],
  ['ghost.*.example.com', TYPE.MX, 'missing'],
] as const)('%s type %i: %s', (name, type, expected) => {
  const lookup = findNode(RFC4592, name, type);
  const found = lookup.kind === 'node' ? (lookup.node.has(type) ? 'node' : 'no data') : lookup.kind;
  expect(found).toBe(expected);
});

const label = fc.constantFrom('a', 'b', 'c', '*');
const name = fc
  .array(label, { minLength: 1, maxLength: 4 })
  .map((labels) => [...labels, 'example.com'].join('.'));

test('looking up agrees with the definition of a zone, for any zone', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 10 }), name, (names, asked) => {
      const owners = [...new Set(names)];
      const { zone } = compileZone(hosted(owners.map((owner) => a(`${owner}.`))));
      const exists = (one: string): boolean =>
        one === 'example.com' || owners.some((owner) => isWithin(owner, one));
      const labels = asked.split('.');
      const encloser = labels
        .map((_, index) => labels.slice(index).join('.'))
        .find((ancestor) => exists(ancestor));
      const source = exists(asked) ? asked : `*.${encloser}`;
      const lookup = findNode(zone, asked, TYPE.A);
      expect(lookup.kind).toBe(exists(source) ? 'node' : 'missing');
      const answers = lookup.kind === 'node' && lookup.node.has(TYPE.A);
      expect(answers).toBe(owners.includes(source));
    }),
  );
});

test.each([
  [a('www.example.com.', { values: ['nonsense'] }), 'nonsense'],
  [a('www.example.org.'), 'example.com.'],
  [a('www.example.com.', { values: [] }), 'no values'],
])('names and leaves out a record that cannot be served', (record, reason) => {
  const { zone, problems } = compileZone(
    hosted([...soaAndNs('example.com.'), record, a('good.example.com.')]),
  );
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(record.name);
  expect(problems[0]).toContain(reason);
  expect(zone.nodes.has('good.example.com')).toBe(true);
});

test('records of one name and type must have one routing policy', () => {
  const { problems } = compileZone(
    hosted([
      ...soaAndNs('example.com.'),
      a('x.example.com.', { setIdentifier: '1', routing: { kind: 'weighted', weight: 1 } }),
      a('x.example.com.', { setIdentifier: '2', routing: { kind: 'failover', role: 'PRIMARY' } }),
    ]),
  );
  expect(problems.join()).toContain('one routing policy');
});

test('says when a zone has no SOA', () => {
  expect(compileZone(hosted([])).problems.join()).toContain('no SOA');
});

/**
 * Record sets of few names, in ways that follow one another: types, policies, values that cannot be
 * served.
 */
const change = fc
  .record({
    name,
    type: fc.constantFrom('A' as const, 'SOA' as const),
    value: fc.constantFrom('127.0.0.1', 'nonsense', 'ns. host. 1 2 3 4 5'),
    routing: fc.constantFrom<Pick<RecordSet, 'routing' | 'setIdentifier'>>(
      { routing: SIMPLE },
      { setIdentifier: 'one', routing: { kind: 'weighted', weight: 1 } },
      { setIdentifier: 'two', routing: { kind: 'weighted', weight: 2 } },
    ),
    gone: fc.boolean(),
  })
  .map(({ name: owner, type, value, routing, gone }) => ({
    set: { name: `${owner}.`, type, ttlSeconds: 60, values: [value], ...routing },
    gone,
  }));

test('a zone that was changed bit by bit is the zone that its records make', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 }), (batches) => {
      let document = hosted(soaAndNs('example.com.'));
      const { zone } = compileZone(document);
      for (const batch of batches) {
        const put = new Map<string, RecordSet>();
        for (const { set, gone } of batch) if (!gone) put.set(recordSetKey(set), set);
        const removed = batch.filter(({ set, gone }) => gone && !put.has(recordSetKey(set)));
        const patch = {
          zoneId: document.id,
          removed: removed.map(({ set }) => set),
          // One name and type has one policy, which the API sees to.
          put: [...put.values()].filter(({ setIdentifier }) => setIdentifier !== undefined),
        };
        patchZone(zone, patch);
        [document = document] = mergePatches([document], [{ zones: [patch] }]);
      }
      const whole = compileZone(document).zone;
      const sorted = (nodes: typeof zone.nodes) =>
        [...nodes]
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([owner, node]) => [
            owner,
            [...node.values()]
              .map(({ members }) => members.map(({ set }) => recordSetKey(set)).toSorted())
              .toSorted(),
          ]);
      expect(sorted(zone.nodes)).toEqual(sorted(whole.nodes));
      expect(new Map(zone.children)).toEqual(whole.children);
      expect(zone.soa).toEqual(whole.soa);
    }),
  );
});
