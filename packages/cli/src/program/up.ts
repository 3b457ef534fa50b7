import { Option, type Command } from 'commander';
import { DEFAULT_PORT, type EngineFlags, type UpFlags } from '../flags.ts';
import { command, json, monitoringMinutes } from './command.ts';
import { number, port, region, several } from './words.ts';

export function addUp(program: Command): void {
  starting(program, 'up', 'start the local engine, deploy the site to it and serve it')
    .addOption(
      new Option('--registrar <mode>', 'who tells the registrar the name servers')
        .choices(['auto', 'manual'])
        .default('auto'),
    )
    .addOption(monitoringMinutes())
    .action(async (flags: UpFlags) => (await import('../commands/up.ts')).up(flags));
  starting(program, 'engine', 'start a local engine without a site, for whatever speaks AWS')
    .option('--region <regions...>', 'regions that it has beside us-east-1', several(region), [])
    .option('--domain <domains...>', 'domains that its registrar holds', [])
    .action(async (flags: EngineFlags) => (await import('../commands/engine.ts')).engine(flags));
}

function starting(program: Command, name: string, description: string): Command {
  return command(program, name, description)
    .option('--detach', 'leave it running in the background')
    .option(
      '--speed <n>',
      'how many times faster than the wall AWS time runs',
      number(0.1, 1000),
      1,
    )
    .option('--port <n>', 'port of the AWS endpoint on 127.0.0.1', port, DEFAULT_PORT)
    .option(
      '--resolver-region <region>',
      'where on the world clients of this machine are, for latency routing (default: the first)',
      region,
    )
    .option('--any-key', "admit AWS calls with any access key and secret, as the administrator's")
    .addOption(json());
}
