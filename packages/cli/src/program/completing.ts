import { Argument, type Command } from 'commander';
import { SHELLS, type Shell } from '../completion/scripts.ts';

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print what makes a shell complete these commands')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) =>
      (await import('../commands/completion.ts')).completion(shell, program),
    );
}
