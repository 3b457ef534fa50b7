import process from 'node:process';
import { clientEnvironment } from '../engine/aws.ts';
import { findSession } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';

/** For `eval "$(understudy env)"`. */
export function env(flags: GlobalFlags): void {
  const { info, site } = findSession(flags);
  for (const [name, value] of Object.entries(clientEnvironment(info, site.primary))) {
    process.stdout.write(value === '' ? `unset ${name}\n` : `export ${name}=${quote(value)}\n`);
  }
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
