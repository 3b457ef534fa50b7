import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { StatusReport } from '../checks/report/report.ts';
import { renderStatus } from './status.ts';

const report: StatusReport = {
  endpoint: 'http://127.0.0.1:4700',
  dns: { address: '127.10.0.2', port: 53 },
  site: { url: 'https://example.com', servedBy: null },
  regions: [
    { name: 'us-east-1', role: 'primary', state: 'restarting' },
    { name: 'eu-west-1', role: 'standby', state: 'running' },
  ],
  systems: [{ step: 0, name: 'Picture', state: 'working', evidence: '200' }],
  faults: [],
  processes: [
    { name: 'us-east-1', pid: null, state: 'restarting' },
    { name: 'eu-west-1', pid: 7, state: 'running' },
  ],
  problems: [{ process: 'us-east-1', problem: 'it ended by an error: no such disk' }],
  acceptedWithoutEffect: [],
};

const lines = (columns: number | undefined, change: Partial<StatusReport> = {}): string[] =>
  stripVTControlCharacters(renderStatus({ ...report, ...change }, { columns })).split('\n');

test.each([60, 80, 120, 200])(
  'a terminal of %s columns cuts nothing and breaks no word',
  (columns) => {
    const evidence = `${'the quick brown fox '.repeat(12)}run 'npx understudy status'`;
    const systems = [{ step: 1, name: 'Hosted zone', state: 'failing' as const, evidence }];
    const all = lines(columns, { systems });
    const shown = all.slice(all.findIndex((line) => line.startsWith(' 1  Hosted zone')));
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(columns);
    expect(shown.join(' ').replace(/\s+/g, ' ')).toContain(evidence);
    expect(shown.some((line) => line.includes("'npx understudy status'"))).toBe(true);
  },
);

test('what has no effect here is counted, and listed where it is asked for', () => {
  const inert = [
    { stackName: 's', logicalId: 'L', type: 'AWS::X', property: 'P', reason: 'nobody reads it' },
  ];
  const change = { ...report, acceptedWithoutEffect: inert };
  expect(lines(80, change).at(-1)).toBe(
    "1 template properties have no effect here; 'understudy status --inert' lists them",
  );
  const listed = stripVTControlCharacters(renderStatus(change, { inert: true }));
  expect(listed).toContain('  s/L P: nobody reads it');
});

test('what does not run is told with what it says of itself', () => {
  const text = stripVTControlCharacters(renderStatus(report));
  expect(text).toContain(
    'not running us-east-1 (restarting)\n! us-east-1: it ended by an error: no such disk\n',
  );
  expect(text).not.toContain('eu-west-1 (running)');
});

test('what is broken on purpose is listed while it lasts', () => {
  const faults = [
    {
      ...{ id: 'fault-2', fault: { subject: 's3', mode: 'slow' }, description: 'S3, slow: late' },
      ...{ sinceMs: Date.UTC(2026, 0, 1, 12, 0, 5), untilMs: Date.UTC(2026, 0, 1, 12, 1, 5) },
    },
  ];
  expect(lines(80, { faults })).toContain(
    '● fault-2: S3, slow: late since 12:00:05 until 12:01:05, AWS time',
  );
});
