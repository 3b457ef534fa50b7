import { Option, type Command } from 'commander';
import { DEFAULT_PORT, type UpFlags } from '../flags.ts';
import { command, json } from './command.ts';
import { number, port, region } from './words.ts';

export function addUp(program: Command): void {
  command(program, 'up', 'start the local engine, deploy the site to it and serve it')
    .option('--detach', 'leave it running in the background')
    .option(
      '--speed <n>',
      'how many times faster than the wall AWS time runs',
      number(0.1, 1000),
      1,
    )
    .option('--port <n>', 'port of the AWS endpoint on 127.0.0.1', port, DEFAULT_PORT)
    .addOption(
      new Option('--registrar <mode>', 'who tells the registrar the name servers')
        .choices(['auto', 'manual'])
        .default('auto'),
    )
    .option(
      '--resolver-region <region>',
      'where on the world clients of this machine are, for latency routing (default: the primary)',
      region,
    )
    .option('--any-key', "admit AWS calls with any access key and secret, as the administrator's")
    .addOption(json())
    .action(async (flags: UpFlags) => (await import('../commands/up.ts')).up(flags));
}
