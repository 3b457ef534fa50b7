import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isAlive } from '@understudy/dataplane';
import { z } from 'zod';
import { engineInfoFile } from '../supervisor/state-lock.ts';

/** How clients find a running engine: `engine.json` in its state folder, readable by its owner only. */
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

/** What `engine.json` says, when the engine that wrote it lives. */
export function readEngineInfo(stateDirectory: string): EngineInfo | undefined {
  const file = engineInfoFile(stateDirectory);
  if (!existsSync(file)) return undefined;
  const parsed = engineInfoSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  return parsed.success && isAlive(parsed.data) ? parsed.data : undefined;
}

export function writeEngineInfo(stateDirectory: string, info: EngineInfo): void {
  const file = engineInfoFile(stateDirectory);
  writeFileSync(`${file}.next`, `${JSON.stringify(info, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
