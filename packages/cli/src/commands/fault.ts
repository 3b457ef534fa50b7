import process from 'node:process';
import { callEngine } from '../engine/control.ts';
import { findSession } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { colors } from '../render/colors.ts';

const WHAT_VISITORS_SEE: Readonly<Record<string, string>> = {
  crash: 'its connections are refused',
  hang: 'its connections open, and nothing answers',
  blackhole: 'its connections time out',
};

export async function faultRegion(
  region: string,
  flags: GlobalFlags & { mode: string },
): Promise<void> {
  const { info, selector } = findSession(flags);
  await callEngine(info, 'POST', 'faults', { region, mode: flags.mode });
  process.stdout.write(
    `${colors.red('●')} ${region} is lost (${flags.mode}): ${WHAT_VISITORS_SEE[flags.mode] ?? ''}\n  bring it back with ${colors.bold(`understudy heal ${region}${selector}`)}\n`,
  );
}

export async function heal(region: string | undefined, flags: GlobalFlags): Promise<void> {
  const { info } = findSession(flags);
  const before = await callEngine(info, 'GET', 'state');
  await callEngine(info, 'POST', 'heal', region === undefined ? {} : { region });
  const healed = before.regions
    .filter((one) => one.fault !== null && (region === undefined || one.name === region))
    .map((one) => one.name);
  process.stdout.write(
    healed.length === 0
      ? 'no region was lost\n'
      : `${colors.green('●')} ${healed.join(' and ')} is coming back\n`,
  );
}
