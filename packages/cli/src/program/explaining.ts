import { RECORD_TYPES } from '@understudy/contract';
import { Argument, type Command } from 'commander';
import type { ExplainFlags } from '../commands/explain/explain.ts';
import { command, json } from './command.ts';

export function addExplaining(program: Command): void {
  const explain = program
    .command('explain')
    .description('why something is as it is, by what the engine itself decided');
  command(explain, 'dns', 'why a name is answered with what it is')
    .argument('<name>', 'e.g. ticketing.pw')
    .addArgument(new Argument('[type]', 'of record').choices(RECORD_TYPES).default('A'))
    .addOption(json())
    .action(async (name: string, type: string, flags: ExplainFlags) =>
      (await import('../commands/explain/explain.ts')).explain({ about: 'dns', name, type }, flags),
    );
  command(explain, 'request', 'sends a request and tells what each that it came to decided')
    .argument('<url>', 'e.g. https://ticketing.pw/')
    .addOption(json())
    .action(async (url: string, flags: ExplainFlags) =>
      (await import('../commands/explain/explain.ts')).explain({ about: 'request', url }, flags),
    );
}
