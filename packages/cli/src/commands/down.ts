import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { readEngineInfo } from '@understudy/engine';
import { monotonicMs, sleep } from '../clock/wall.ts';
import { findSession } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';

const STOP_WALL_MS_MAX = 10_000;

export async function down(flags: GlobalFlags): Promise<void> {
  const { directory, info } = findSession(flags);
  await stopEngine(directory, info.pid);
  process.stdout.write(`stopped; ${directory} keeps what it held\n`);
}

export async function stopEngine(directory: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const deadlineMs = monotonicMs() + STOP_WALL_MS_MAX;
  while (readEngineInfo(directory) !== undefined) {
    if (monotonicMs() > deadlineMs)
      throw new UnderstudyError('Internal', {
        message: `the engine (process ${pid}) did not stop within ${STOP_WALL_MS_MAX / 1000} s`,
      });
    await sleep(50);
  }
}
