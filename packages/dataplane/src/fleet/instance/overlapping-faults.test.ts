import { readFileSync } from 'node:fs';
import type { InjectedFault } from '@understudy/contract';
import { SystemClock } from '@understudy/contract/system-clock';
import { until } from '@understudy/contract/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultsNow } from '../../faults/faults-now.ts';
import { programState } from '../../faults/instance-faults.ts';
import { InstanceProcess } from './instance-process.ts';

const region = 'us-east-1';
const identity = { instanceId: 'i-1', zone: 'us-east-1a' };
const STOPPING: readonly InjectedFault[] = [
  { subject: 'zone', zone: 'us-east-1a', mode: 'hang' },
  { subject: 'instances', region, mode: 'hang' },
  { subject: 'instances', region, instanceIds: ['i-1', 'i-2'], mode: 'hang' },
];
const OTHERS: readonly InjectedFault[] = [
  { subject: 'zone', zone: 'us-east-1c', mode: 'hang' },
  { subject: 'instances', region, instanceIds: ['i-2'], mode: 'hang' },
  { subject: 'instances', region, mode: 'slow' },
];
const ALL = [...STOPPING, ...OTHERS];

let faults: FaultsNow;
let program: InstanceProcess;

beforeEach(() => {
  faults = new FaultsNow();
  program = new InstanceProcess({
    clock: new SystemClock({ epochMs: 0, speed: 1 }),
    ...{ command: 'exec sleep 300', directory: '/', environment: { PATH: '/usr/bin:/bin' } },
    output: { write: () => true, onDrain: () => undefined },
  });
  faults.onChange(() => program.follow(programState(faults, identity)));
});

afterEach(async () => {
  program.kill();
  await program.exited;
});

function isStopped(): boolean {
  const stat = readFileSync(`/proc/${program.processId}/stat`, 'utf8');
  return /\) (\S)/.exec(stat)?.[1] === 'T';
}

/**
 * Each of them begins where it does not last, and else ends; -1: the region, which hung, goes on.
 */
const steps = fc.array(fc.integer({ min: -1, max: ALL.length - 1 }), { maxLength: 8 });

test('a program is stopped while any fault on it lasts, in whatever order they begin and end', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (order) => {
      let lasting: InjectedFault[] = [];
      for (const step of order) {
        const fault = ALL[step];
        if (fault === undefined) {
          process.kill(program.processId ?? 0, 'SIGCONT');
          faults.reassert();
        } else {
          const isOver = lasting.includes(fault);
          lasting = isOver ? lasting.filter((one) => one !== fault) : [...lasting, fault];
          faults.apply(lasting);
        }
        const expected = lasting.some((one) => STOPPING.includes(one));
        await until(() => isStopped() === expected, { withinMs: 5_000, what: 'it follows' });
      }
      faults.apply([]);
      await until(() => !isStopped(), { withinMs: 5_000, what: 'it goes on' });
    }),
    { numRuns: 8, examples: [[[1, -1]], [[0, 1, 0, -1, 1]]] },
  );
  expect(isStopped()).toBe(false);
});
