import { fileURLToPath } from 'node:url';
import { until, VirtualClock } from '@understudy/contract/testing';
import { describe, expect, test } from 'vitest';
import { runs, WITHIN_MS } from '../child.fixture.ts';
import { ControlPlaneProcess } from './control-plane-process.ts';

type Plan = 'serve' | 'fail' | 'hang' | 'deaf';

/** What a supervisor sees of control planes that do as they are planned to, one after the other. */
class Watched implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly pids: number[] = [];
  readonly seen: string[] = [];
  readonly process: ControlPlaneProcess;

  constructor(...plans: Plan[]) {
    this.process = new ControlPlaneProcess({
      program: fileURLToPath(new URL('../control-plane.fixture.ts', import.meta.url)),
      argument: JSON.stringify(plans),
      clock: this.clock,
      groups: { watch: (_name, pid) => void this.pids.push(pid), forget: () => undefined },
      hello: (incarnation) => ({
        kind: 'hello',
        incarnation,
        supervisor: { pid: 1, startedAt: '' },
        port: undefined,
        processes: [],
        events: [],
      }),
      onMessage: (message) =>
        void this.seen.push(message.kind === 'ready' ? `serves ${message.port}` : message.kind),
      onFirstFailure: (how) => void this.seen.push(`never served: ${how}`),
      onRestart: (reason) => void this.seen.push(reason.split(';')[0] ?? ''),
    });
    this.process.start();
  }

  sees(count: number): Promise<boolean> {
    return until(() => this.seen.length >= count, {
      withinMs: WITHIN_MS,
      what: `${count} things to be seen`,
    });
  }

  kill(): void {
    process.kill(this.pids.at(-1) ?? 0, 'SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = this.process.stop();
    await this.clock.advance(1_000);
    await stopped;
  }
}

describe('the control plane', () => {
  test('that fails in its first start is not started again', async () => {
    await using watched = new Watched('fail');
    await watched.sees(1);
    await watched.clock.advance(60_000);
    expect(watched.seen).toEqual(['never served: exited with code 7']);
    expect(watched.pids).toHaveLength(1);
  });

  test('that dies later is started again after 0.2 s, and is told which one it is', async () => {
    await using watched = new Watched('serve');
    await watched.sees(1);
    watched.kill();
    await watched.sees(2);
    await watched.clock.advance(199);
    expect(watched.pids).toHaveLength(1);
    await watched.clock.advance(1);
    await watched.sees(3);
    expect(watched.seen).toEqual(['serves 1', 'the control plane killed by SIGKILL', 'serves 2']);
  });

  test('that cannot start again is tried later each time', async () => {
    await using watched = new Watched('serve', 'fail', 'fail', 'serve');
    await watched.sees(1);
    watched.kill();
    for (const [index, delayMs] of [200, 400, 800].entries()) {
      await watched.sees(2 + index);
      await watched.clock.advance(delayMs - 1);
      expect(watched.pids).toHaveLength(1 + index);
      await watched.clock.advance(1);
    }
    await watched.sees(5);
    expect(watched.seen.at(-1)).toBe('serves 4');
  });

  test('that hangs while it starts again is killed, and started again', async () => {
    await using watched = new Watched('serve', 'hang', 'serve');
    await watched.sees(1);
    watched.kill();
    await watched.sees(2);
    await watched.clock.advance(200);
    await watched.clock.advance(30_000);
    await watched.sees(3);
    await watched.clock.advance(400);
    await watched.sees(4);
    expect(watched.seen.at(-1)).toBe('serves 3');
  });

  test.each<Plan>(['serve', 'deaf'])(
    'that is told to stop (%s) is gone after 1 s',
    async (plan) => {
      const watched = new Watched(plan);
      await watched.sees(1);
      await watched[Symbol.asyncDispose]();
      expect(watched.pids.map(runs)).toEqual([false]);
      await watched.clock.advance(60_000);
      expect(watched.pids).toHaveLength(1);
    },
  );
});
