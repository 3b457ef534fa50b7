import process from 'node:process';
import { clientEnvironment, resolverEnvironment } from '../engine/aws.ts';
import { findSession } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';

/** For `eval "$(understudy env)"`. */
export function env(flags: GlobalFlags): void {
  const { info, site } = findSession(flags);
  const variables = { ...clientEnvironment(info, site.primary), ...resolverEnvironment(info) };
  for (const [name, value] of Object.entries(variables)) {
    process.stdout.write(value === '' ? `unset ${name}\n` : `export ${name}=${quote(value)}\n`);
  }
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
