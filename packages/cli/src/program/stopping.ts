import type { Command } from 'commander';
import type { GlobalFlags } from '../flags.ts';
import { command } from './command.ts';

export function addStopping(program: Command): void {
  command(program, 'down', 'stop the engine; what it holds is kept').action(
    async (flags: GlobalFlags) => (await import('../commands/down.ts')).down(flags),
  );
  command(program, 'destroy', 'delete the stacks and everything in them, and stop the engine')
    .option('--yes', 'do not ask first')
    .option('--aws', "what deploy made, on AWS or on what AWS_ENDPOINT_URL names, and no engine's")
    .action(async (flags: GlobalFlags & { yes?: true; aws?: true }) =>
      (await import('../commands/deploying/destroy.ts')).destroy(flags),
    );
}
