import { FAULT_MODES } from '@understudy/contract';
import { Option, type Command } from 'commander';
import type { Waiting } from '../commands/fault.ts';
import type { GlobalFlags } from '../flags.ts';
import { command } from './command.ts';

export function addFaults(program: Command): void {
  const fault = program.command('fault').description('break something on purpose');
  command(fault, 'region', 'lose a region')
    .argument('<region>')
    .addOption(new Option('--mode <mode>', 'how it is lost').choices(FAULT_MODES).default('crash'))
    .option('--wait', 'return when the page comes from the other region')
    .action(async (region: string, flags: GlobalFlags & { mode: string } & Waiting) =>
      (await import('../commands/fault.ts')).faultRegion(region, flags),
    );
  command(fault, 'control-plane', 'kill what answers AWS calls; the site is served without it')
    .addOption(
      new Option('--mode <mode>', 'killed, or stopped until heal')
        .choices(['crash', 'hang'])
        .default('crash'),
    )
    .action(async (flags: GlobalFlags & { mode: string }) =>
      (await import('../commands/fault.ts')).faultControlPlane(flags),
    );
  command(program, 'heal', 'bring a lost region back, or all of them')
    .argument('[region]')
    .option('--wait', 'return when the page comes from the primary again')
    .action(async (region: string | undefined, flags: GlobalFlags & Waiting) =>
      (await import('../commands/fault.ts')).heal(region, flags),
    );
}
