import { expect, test } from 'vitest';
import { recordSetSchema } from './hosted-zone.ts';
import { recordPatchSchema } from './record-patch.ts';

const www = { name: 'www.example.com.', type: 'A', ttlSeconds: 60, values: ['192.0.2.1'] };

test.each([
  { earlier: {}, routing: { kind: 'simple' } },
  { earlier: { multiValueAnswer: false }, routing: { kind: 'simple' } },
  { earlier: { weight: 0 }, routing: { kind: 'weighted', weight: 0 } },
  { earlier: { failover: 'SECONDARY' }, routing: { kind: 'failover', role: 'SECONDARY' } },
  { earlier: { multiValueAnswer: true }, routing: { kind: 'multivalue' } },
])('a record set that an earlier version wrote with $earlier is $routing.kind', (row) => {
  const beside = { setIdentifier: 's', healthCheckId: 'h' };
  const read = { ...www, ...beside, routing: row.routing };
  expect(recordSetSchema.parse({ ...www, ...beside, ...row.earlier })).toEqual(read);
  expect(recordSetSchema.parse(read)).toEqual(read);
  const put = [{ ...www, ...beside, ...row.earlier }];
  expect(recordPatchSchema.parse({ zones: [{ zoneId: 'Z1', removed: [], put }] })).toEqual({
    zones: [{ zoneId: 'Z1', removed: [], put: [read] }],
  });
});

test.each([
  { written: undefined },
  { written: null },
  { written: { ...www, weight: 256 } },
  { written: { ...www, failover: 'TERTIARY' } },
  { written: { ...www, routing: { kind: 'nearest' } } },
])('$written is no record set', ({ written }) => {
  expect(recordSetSchema.safeParse(written).success).toBe(false);
});
