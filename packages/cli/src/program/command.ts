import { Option, type Command } from 'commander';
import { named } from './words.ts';

/** Every command finds its engine the same way. */
export function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--config <file>', 'the site', named, 'understudy.config.ts')
    .option('--state <dir>', "the engine's state (default: .understudy beside the config)", named);
}

export const json = (): Option => new Option('--json', 'print JSON for programs');
