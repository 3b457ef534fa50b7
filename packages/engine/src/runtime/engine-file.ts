import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { z } from 'zod';

/** How clients find a running engine: `engine.json` in its state folder, readable by its owner only. */
export const engineInfoSchema = z.object({
  pid: z.number().int(),
  version: z.string(),
  endpoint: z.string(),
  /** For `/_understudy/`. */
  token: z.string(),
  account: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  regions: z.array(z.string()),
  speed: z.number(),
  /** PEM of the engine's root CA. */
  caFile: z.string(),
  dns: z.object({ address: z.string(), port: z.number().int() }),
  privilegedPortOffset: z.number().int(),
});
export type EngineInfo = z.infer<typeof engineInfoSchema>;

export function engineInfoFile(stateDirectory: string): string {
  return path.join(stateDirectory, 'engine.json');
}

/** What `engine.json` says, when the engine that wrote it lives. */
export function readEngineInfo(stateDirectory: string): EngineInfo | undefined {
  const file = engineInfoFile(stateDirectory);
  if (!existsSync(file)) return undefined;
  const parsed = engineInfoSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : undefined;
}

export function writeEngineInfo(stateDirectory: string, info: EngineInfo): void {
  const file = engineInfoFile(stateDirectory);
  writeFileSync(`${file}.next`, `${JSON.stringify(info, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

/**
 * One engine a state folder. The lock is a file made exclusively with the owner's process id in it; one whose owner is
 * dead is taken over.
 * @throws UnderstudyError EngineAlreadyRunning
 */
export function lockStateDirectory(stateDirectory: string): Disposable {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const file = path.join(stateDirectory, 'engine.lock');
  if (!tryLock(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner !== process.pid && isAlive(owner))
      throw new UnderstudyError('EngineAlreadyRunning', {
        message: `an engine with process id ${owner} already runs on ${stateDirectory}`,
      });
    rmSync(file, { force: true });
    if (!tryLock(file))
      throw new UnderstudyError('EngineAlreadyRunning', {
        message: `another engine is just starting on ${stateDirectory}`,
      });
  }
  return {
    [Symbol.dispose]: () => {
      rmSync(engineInfoFile(stateDirectory), { force: true });
      rmSync(file, { force: true });
    },
  };
}

/** Linked into place with its content: nobody ever reads a lock without an owner. */
function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Zero and less are not processes but groups: `kill` would find our own. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
