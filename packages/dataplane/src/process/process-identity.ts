import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process for good: its id alone is given to another one after a reboot or a long time. */
export interface ProcessIdentity {
  pid: number;
  /** Since which boot, and when in it; compared, and never read. */
  startedAt: string;
}

export interface Seen {
  startedAt: string;
  /** It has ended, and its parent has not asked how. */
  zombie: boolean;
}

const PS_WALL_MS_MAX = 2_000;

/** Undefined when there is no such process. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const seen = look(pid);
  return seen && { pid, startedAt: seen.startedAt };
}

/** Whether it is still that process, if only as a zombie: its group is still its own. */
export function isStill({ pid, startedAt }: ProcessIdentity): boolean {
  return look(pid)?.startedAt === startedAt;
}

/** Whether it is still that process, and can do something. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  const seen = look(pid);
  return seen?.startedAt === startedAt && !seen.zombie;
}

/** Zero and less are not processes but groups. */
function look(pid: number): Seen | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return bootId() === undefined ? lookByPs(pid) : lookInProc(pid);
}

/**
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the third field is the state, the
 * 22nd the start time.
 */
function lookInProc(pid: number): Seen | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // After the name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const zombie = fields[0] === 'Z' || fields[0] === 'X';
  return { startedAt: `${bootId()} ${fields[19]}`, zombie };
}

/**
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ps.html; `lstart` is of BSD's and
 * Linux's ps.
 */
export function lookByPs(pid: number): Seen | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PS_WALL_MS_MAX,
    }).trim();
    const [state = '', ...started] = line.split(/\s+/);
    return state === ''
      ? undefined
      : { startedAt: started.join(' '), zombie: state.startsWith('Z') };
  } catch {
    return undefined;
  }
}

let boot: string | null | undefined;

/** Undefined where the system has no /proc. */
function bootId(): string | undefined {
  if (boot === undefined) {
    try {
      boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      boot = null;
    }
  }
  return boot ?? undefined;
}
