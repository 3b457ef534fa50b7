import type { Command } from 'commander';
import type { GlobalFlags } from '../flags.ts';
import { command, json } from './command.ts';

export function addWatching(program: Command): void {
  command(program, 'status', 'check every system of the site now')
    .addOption(json())
    .action(async (flags: GlobalFlags & { json?: true }) =>
      (await import('../commands/watching/status.ts')).status(flags),
    );
  program
    .command('list')
    .description('the engines that run on this machine, with their state folders')
    .addOption(json())
    .action(async (flags: { json?: true }) =>
      (await import('../commands/watching/list.ts')).list(flags),
    );
  command(program, 'logs', 'what the web servers wrote')
    .argument('[instance]', 'an instance id; without it, lists the instances')
    .action(async (instance: string | undefined, flags: GlobalFlags) =>
      (await import('../commands/watching/logs.ts')).logs(instance, flags),
    );
}
