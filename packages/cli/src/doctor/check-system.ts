import type { Machine } from './machine.ts';
import { lacking, ok, poor, type Row } from './row.ts';

/** What the packages say in `engines`. */
const NODE_MAJOR_LEAST = 20;
const MEGABYTE = 1024 * 1024;
/** An engine with a small site has some 60 MB of state; builds of an app have their own. */
const FREE_BYTES_LEAST = 200 * MEGABYTE;
const FREE_BYTES_GOOD = 1024 * MEGABYTE;
const WATCHES_GOOD = 8_192;
const WATCHERS_GOOD = 64;

export function checkSystem({ platform }: Machine): Row {
  const name = 'system';
  if (platform === 'linux') return ok(name, 'Linux');
  if (platform === 'win32')
    return lacking(name, 'Windows', 'run it in WSL: https://learn.microsoft.com/windows/wsl');
  return poor(name, platform, 'this version is tried on Linux alone');
}

export function checkNode({ nodeVersion }: Machine): Row {
  const major = Number(/^v(\d+)/.exec(nodeVersion)?.[1] ?? 0);
  return major >= NODE_MAJOR_LEAST
    ? ok('Node.js', nodeVersion)
    : lacking('Node.js', nodeVersion, `install Node.js ${NODE_MAJOR_LEAST} or later`);
}

export function checkDisk(machine: Machine, stateFolder: string): Row {
  const bytes = machine.freeBytes(stateFolder);
  const seen = `${Math.floor(bytes / MEGABYTE)} MB free`;
  const fix = 'make room, or name another folder with --state DIR';
  if (bytes < FREE_BYTES_LEAST) return lacking('disk', seen, fix);
  return bytes < FREE_BYTES_GOOD ? poor('disk', seen, fix) : ok('disk', seen);
}

/** `dev` watches the app's files. https://man7.org/linux/man-pages/man7/inotify.7.html */
export function checkWatching(machine: Machine): Row | undefined {
  const [watches, watchers] = ['max_user_watches', 'max_user_instances'].map((limit) => ({
    limit,
    value: Number(machine.read(`/proc/sys/fs/inotify/${limit}`) ?? NaN),
  }));
  if (watches === undefined || watchers === undefined || Number.isNaN(watches.value))
    return undefined;
  const seen = `${watches.value} files, ${watchers.value} watchers`;
  const small =
    watches.value < WATCHES_GOOD ? watches : watchers.value < WATCHERS_GOOD ? watchers : undefined;
  if (small === undefined) return ok('watched files', seen);
  const good = small === watches ? WATCHES_GOOD : WATCHERS_GOOD;
  return poor('watched files', seen, `sudo sysctl fs.inotify.${small.limit}=${good}`);
}
