import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runtimeTables } from '../../../runtime/records.ts';
import { route53Tables } from '../../../services/route53/tables.ts';
import { CheckedState } from '../checked-state.fixture.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-migrations-'));
  file = path.join(folder, 'state.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file as an earlier version left it. */
function write(version: number, rows: readonly (readonly [string, string, unknown])[]): void {
  using database = new DatabaseSync(file);
  database.exec(
    `CREATE TABLE records (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
     PRAGMA user_version = ${version}`,
  );
  const insert = database.prepare('INSERT INTO records VALUES (?, ?, ?)');
  for (const [kind, key, record] of rows) insert.run(kind, key, JSON.stringify(record));
}

const ZONE = {
  id: 'Z1',
  name: 'example.com.',
  nameServers: ['ns-1.example.net'],
  callerReference: 'c',
  comment: '',
};
const WWW = { name: 'www.example.com.', type: 'A', ttlSeconds: 60, values: ['192.0.2.1'] };
const weighted = (setIdentifier: string, weight: number): object => ({
  ...WWW,
  setIdentifier,
  weight,
});

test('record sets that were kept inside of their zone are rows, with their routing', () => {
  const records = [{ ...WWW, name: '*.example.com.' }, weighted('one', 1), weighted('two', 0)];
  write(1, [['route53/hosted-zones', 'Z1', { ...ZONE, records }]]);
  using state = new CheckedState(file);
  expect(state.table(route53Tables.zones).list()).toEqual([
    { ...ZONE, recordCount: 3, recordsRevision: 0 },
  ]);
  const rows = state.table(route53Tables.recordSets);
  expect(rows.list()).toEqual([
    { ...WWW, name: '*.example.com.', routing: { kind: 'simple' } },
    { ...WWW, setIdentifier: 'one', routing: { kind: 'weighted', weight: 1 } },
    { ...WWW, setIdentifier: 'two', routing: { kind: 'weighted', weight: 0 } },
  ]);
  expect(rows.get('Z1/com.example.www.\nA\ntwo')).toMatchObject({ setIdentifier: 'two' });
  expect(rows.get('Z1/com.example.\\052.\nA\n')).toMatchObject({ name: '*.example.com.' });
});

test.each([
  { earlier: {}, routing: { kind: 'simple' } },
  { earlier: { multiValueAnswer: false }, routing: { kind: 'simple' } },
  { earlier: { weight: 0 }, routing: { kind: 'weighted', weight: 0 } },
  { earlier: { failover: 'SECONDARY' }, routing: { kind: 'failover', role: 'SECONDARY' } },
  { earlier: { multiValueAnswer: true }, routing: { kind: 'multivalue' } },
])('a row with $earlier is $routing.kind', ({ earlier, routing }) => {
  write(2, [['route53/record-sets', 'Z1/com.example.www.\nA\n', { ...WWW, ...earlier }]]);
  using state = new CheckedState(file);
  expect(state.table(route53Tables.recordSets).list()).toEqual([{ ...WWW, routing }]);
});

test('an identity gets the token that it lacks, and keeps the one that it has', () => {
  const key = (arn: string): object => ({
    accessKeyId: 'AKIA',
    secretAccessKey: 's',
    principal: { kind: 'account', accountId: '1', arn },
  });
  const identity = { administrator: key('a'), token: 't', replicationKeys: {} };
  write(3, [
    ['runtime/identity', 'identity', identity],
    ['runtime/identity', 'other', { ...identity, endpointToken: 'e' }],
  ]);
  using state = new CheckedState(file);
  const table = state.table(runtimeTables.identity);
  expect(table.get('identity')?.endpointToken).toMatch(/^[\w-]{32}$/);
  expect(table.get('other')?.endpointToken).toBe('e');
});

test('a zone keeps the count of its changes', () => {
  write(3, [
    ['route53/hosted-zones', 'Z1', { ...ZONE, recordCount: 2, recordsRevision: 7 }],
    ['route53/hosted-zones', 'Z2', { ...ZONE, recordCount: 2 }],
  ]);
  using state = new CheckedState(file);
  const zones = state.table(route53Tables.zones);
  expect(zones.list().map(({ recordsRevision }) => recordsRevision)).toEqual([7, 0]);
});

test('what an earlier version cannot have written is told, and the file stays as it was', () => {
  write(2, [
    ['route53/hosted-zones', 'Z1', { ...ZONE, recordCount: '2' }],
    ['route53/record-sets', 'Z1/com.example.www.\nA\n', WWW],
    ['route53/record-sets', 'Z1/com.example.x.\nA\n', 'not even an object'],
  ]);
  const rows = (): unknown => {
    using database = new DatabaseSync(file);
    return [
      database.prepare('SELECT * FROM records').all(),
      database.prepare('PRAGMA user_version').get(),
    ];
  };
  const before = rows();
  expect(() => new CheckedState(file)).toThrow(
    expect.objectContaining({
      code: 'StateUnreadable',
      message: expect.stringContaining(
        "record 'Z1' of route53/hosted-zones does not fit",
      ) as string,
    }),
  );
  expect(rows()).toEqual(before);
});
