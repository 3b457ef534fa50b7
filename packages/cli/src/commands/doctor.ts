import process from 'node:process';
import { examine } from '../doctor/examine.ts';
import { thisMachine } from '../doctor/machine.ts';
import { renderRows } from '../doctor/render-rows.ts';
import type { GlobalFlags } from '../flags.ts';

/** What this machine has and lacks. Exit code 1 when something that is needed is lacking. */
export async function doctor(flags: GlobalFlags & { json?: true }): Promise<void> {
  const rows = await examine(thisMachine(), flags);
  process.stdout.write(
    flags.json === undefined ? `${renderRows(rows)}\n` : `${JSON.stringify(rows)}\n`,
  );
  if (rows.some(({ state }) => state === 'lacking')) process.exitCode = 1;
}
