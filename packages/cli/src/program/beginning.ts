import { Option, type Command } from 'commander';
import type { GlobalFlags } from '../flags.ts';
import type { InitFlags } from '../init/answers.ts';
import { TEMPLATE_NAMES } from '../init/templates/names.ts';
import { command, json } from './command.ts';
import { named } from './words.ts';

export function addBeginning(program: Command): void {
  program
    .command('init')
    .description("write a site's configuration here, and an app to begin with where there is none")
    .addOption(
      new Option('--template <name>', 'begin with an app of this kind').choices(TEMPLATE_NAMES),
    )
    .option('--domain <domain>', "the site's domain", named)
    .option('--primary <region>', 'the region that serves', named)
    .option('--standby <region>', 'the region that takes over', named)
    .option('--app <folder>', "the app's folder (default: found, or ./web)", named)
    .addOption(json())
    .action(async (flags: InitFlags & { json?: true }) =>
      (await import('../commands/init.ts')).init(flags),
    );
  command(program, 'doctor', 'what this machine has and lacks, and the fix')
    .addOption(json())
    .action(async (flags: GlobalFlags & { json?: true }) =>
      (await import('../commands/doctor.ts')).doctor(flags),
    );
}
