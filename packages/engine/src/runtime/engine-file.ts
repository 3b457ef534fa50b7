import { renameSync, writeFileSync } from 'node:fs';
import { isAlive } from '@understudy/dataplane';
import { z } from 'zod';
import { damaged, readStateJson } from '../supervisor/state/state-json.ts';
import { engineInfoFile } from '../supervisor/state/state-lock.ts';
import { VERSION } from '../version.ts';

/**
 * How clients find a running engine: `engine.json` in its state folder, readable by its owner only.
 */
const engineInfoSchema = z.object({
  /** The supervisor's: the process that ends the engine when it is told to. */
  pid: z.number().int(),
  /** Since when it runs: its id alone may have become another's. */
  startedAt: z.string(),
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

const NEXT =
  "'understudy down' ends the engine that may still run there, and 'understudy up' writes the file anew";

/**
 * What `engine.json` says, when the engine that wrote it lives.
 * @throws UnderstudyError StateUnreadable when the file is there and cannot be believed
 */
export function readEngineInfo(stateDirectory: string): EngineInfo | undefined {
  const file = engineInfoFile(stateDirectory);
  const found = readStateJson(file);
  if (found === undefined) return undefined;
  if ('damage' in found) throw damaged(file, found.damage, NEXT);
  const parsed = engineInfoSchema.safeParse(found.value);
  if (!parsed.success) throw damaged(file, unlikeOurs(found.value, parsed.error), NEXT);
  return isAlive(parsed.data) ? parsed.data : undefined;
}

function unlikeOurs(value: unknown, { issues: [issue] }: z.ZodError): string {
  const { version } = (value ?? {}) as { version?: unknown };
  if (typeof version === 'string' && version !== VERSION)
    return `it is of version ${version} of Understudy, and this is ${VERSION}`;
  return `its ${issue?.path.join('.') || 'content'} is not what an engine writes`;
}

export function writeEngineInfo(stateDirectory: string, info: EngineInfo): void {
  const file = engineInfoFile(stateDirectory);
  writeFileSync(`${file}.next`, `${JSON.stringify(info, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}
