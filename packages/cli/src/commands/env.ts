import process from 'node:process';
import { GLOBAL_REGION } from '@understudy/site';
import { clientEnvironment, resolverEnvironment } from '../engine/aws.ts';
import { findEngine } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';

/** For `eval "$(understudy env)"`. */
export function env(flags: GlobalFlags): void {
  const { info } = findEngine(flags);
  const variables = {
    ...clientEnvironment(info, info.regions[0] ?? GLOBAL_REGION),
    ...resolverEnvironment(info),
  };
  for (const [name, value] of Object.entries(variables)) {
    process.stdout.write(value === '' ? `unset ${name}\n` : `export ${name}=${quote(value)}\n`);
  }
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
