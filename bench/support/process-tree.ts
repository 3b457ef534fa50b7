import { readdirSync, readFileSync } from 'node:fs';

interface ProcessFacts {
  pid: number;
  /** Clock ticks of CPU time, user and system. */
  ticks: number;
  /**
   * Proportional set size: pages that processes share (Node.js itself, above all) count once in a
   * tree's sum.
   */
  residentBytes: number;
}

const TICKS_A_SECOND = 100; // sysconf(_SC_CLK_TCK) on every Linux that matters

/**
 * Processes whose command line or environment names the folder: the engine, its children and their
 * instances.
 */
export function processesOf(folder: string): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const mentions =
          readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder) ||
          readFileSync(`/proc/${name}/environ`, 'utf8').includes(folder);
        return mentions ? [facts(Number(name))] : [];
      } catch {
        return []; // it is gone
      }
    });
}

export function cpuSeconds(processes: readonly ProcessFacts[]): number {
  return processes.reduce((sum, one) => sum + one.ticks, 0) / TICKS_A_SECOND;
}

export function residentMegabytes(processes: readonly ProcessFacts[]): number {
  return processes.reduce((sum, one) => sum + one.residentBytes, 0) / 1_000_000;
}

// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
function facts(pid: number): ProcessFacts {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kibibytes = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  return {
    pid,
    ticks: Number(fields[11]) + Number(fields[12]),
    residentBytes: kibibytes * 1_024,
  };
}
