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
  processes: [
    { name: 'us-east-1', pid: null, state: 'restarting' },
    { name: 'eu-west-1', pid: 7, state: 'running' },
  ],
  problems: [{ process: 'us-east-1', problem: 'it ended by an error: no such disk' }],
  acceptedWithoutEffect: [],
};

test('what does not run is told with what it says of itself', () => {
  const text = stripVTControlCharacters(renderStatus(report));
  expect(text).toContain(
    'not running us-east-1 (restarting)\n! us-east-1: it ended by an error: no such disk\n',
  );
  expect(text).not.toContain('eu-west-1 (running)');
});
