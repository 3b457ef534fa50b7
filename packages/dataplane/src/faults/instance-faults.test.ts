import type { InjectedFault } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { FaultsNow } from './faults-now.ts';
import { decideWebFault, hasWebFaults, programState } from './instance-faults.ts';

const instance = { instanceId: 'i-1', zone: 'us-east-1a' };
const other = { instanceId: 'i-2', zone: 'us-east-1c' };
const region = 'us-east-1';

function broken(...faults: InjectedFault[]): FaultsNow {
  const now = new FaultsNow();
  now.apply(faults);
  return now;
}

describe('a path', () => {
  const all = broken({ subject: 'path', region, path: '/*', except: '/health', mode: 'error' });

  test('that is broken answers 500, and the one that is spared does not', () => {
    const random = new SeededRandom(1);
    const at = (path: string) => decideWebFault(all, { ...instance, path }, random).isError;
    expect([at('/'), at('/buy/3'), at('/health')]).toEqual([true, true, false]);
  });

  test('is broken at the rate that was asked for', () => {
    const half = broken({ subject: 'path', region, path: '/', mode: 'error', rate: 0.5 });
    const random = new SeededRandom(2);
    const errors = Array.from(
      { length: 1_000 },
      () => decideWebFault(half, { ...instance, path: '/' }, random).isError,
    ).filter(Boolean).length;
    expect(errors).toBeGreaterThan(430);
    expect(errors).toBeLessThan(570);
  });
});

describe('instances', () => {
  test('that are named are broken, and no others', () => {
    const faults = broken({ subject: 'instances', region, instanceIds: ['i-1'], mode: 'slow' });
    const random = new SeededRandom(1);
    expect(hasWebFaults(faults, instance)).toBe(true);
    expect(hasWebFaults(faults, other)).toBe(false);
    expect(decideWebFault(faults, { ...instance, path: '/' }, random).delayMs).toBe(2_000);
    expect(decideWebFault(faults, { ...other, path: '/' }, random).delayMs).toBe(0);
  });

  test('of a zone go with it', () => {
    const faults = broken({ subject: 'zone', zone: 'us-east-1a', mode: 'hang' });
    expect(programState(faults, instance)).toBe('stopped');
    expect(programState(faults, other)).toBe('running');
  });

  test('that are killed are not merely stopped', () => {
    const faults = broken(
      { subject: 'instances', region, mode: 'hang' },
      { subject: 'instances', region, instanceIds: ['i-2'], mode: 'crash' },
    );
    expect(programState(faults, instance)).toBe('stopped');
    expect(programState(faults, other)).toBe('killed');
    expect(programState(broken(), instance)).toBe('running');
  });
});
