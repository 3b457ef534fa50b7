import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time of a process and all its threads, in microseconds: finer than the clock ticks of
 * `/proc/PID/stat`. https://docs.kernel.org/scheduler/sched-stats.html
 */
export function cpuMicroseconds(pids: readonly number[]): number {
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`),
  );
  const nanoseconds = threads.map((file) => Number(readFileSync(file, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
}
