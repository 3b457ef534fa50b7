import type { Command } from 'commander';
import type { LogFlags } from '../commands/watching/logs.ts';
import type { GlobalFlags } from '../flags.ts';
import { command, json } from './command.ts';

export function addWatching(program: Command): void {
  command(program, 'status', 'check every system of the site now')
    .option('--inert', 'list the template properties that have no effect here')
    .addOption(json())
    .action(async (flags: GlobalFlags & { json?: true; inert?: true }) =>
      (await import('../commands/watching/status.ts')).status(flags),
    );
  program
    .command('list')
    .description('the engines that run on this machine, with their state folders')
    .addOption(json())
    .action(async (flags: { json?: true }) =>
      (await import('../commands/watching/list.ts')).list(flags),
    );
  command(program, 'events', 'what happens in the engine')
    .option('--follow', 'go on with what comes')
    .addOption(json())
    .action(async (flags: GlobalFlags & { follow?: true; json?: true }) =>
      (await import('../commands/watching/events.ts')).events(flags),
    );
  command(program, 'logs', 'what the web servers wrote')
    .argument('[instance]', 'an instance id; without it, lists the instances')
    .option('--all', 'of every instance, each line with its id')
    .option('--follow', 'go on with what comes, of every instance or of one')
    .action(async (instance: string | undefined, flags: LogFlags) =>
      (await import('../commands/watching/logs.ts')).logs(instance, flags),
    );
}
