import { FAULT_MODES, LATENCY_REGIONS } from '@understudy/contract';
import { VERSION } from '@understudy/engine';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_PORT, type GlobalFlags, type UpFlags } from './flags.ts';

/** The commands, their options and their help. Each command's code is imported when it runs. */
export function createProgram(): Command {
  const program = new Command('understudy')
    .description('Gives a web site a standby region on AWS, and proves that it can take over.')
    .version(VERSION)
    .exitOverride()
    // Wrong words are told as all errors are.
    .configureOutput({ outputError: () => undefined })
    .enablePositionalOptions();

  addUp(program);
  addWatching(program);
  addFaults(program);
  addClients(program);
  addDeploying(program);
  addStopping(program);
  return program;
}

/** Every command finds its engine the same way. */
function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--config <file>', 'the site', named, 'understudy.config.ts')
    .option('--state <dir>', "the engine's state (default: .understudy beside the config)", named);
}

/**
 * An empty name is the folder that the command runs in: most often a variable of the shell that is
 * not set.
 */
function named(text: string): string {
  if (text === '') throw new InvalidArgumentError('use a name that is not empty.');
  return text;
}

const json = (): Option => new Option('--json', 'print JSON for programs');

function addUp(program: Command): void {
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
    .action(async (flags: UpFlags) => (await import('./commands/up.ts')).up(flags));
}

function addWatching(program: Command): void {
  command(program, 'status', 'check every system of the site now')
    .addOption(json())
    .action(async (flags: GlobalFlags & { json?: true }) =>
      (await import('./commands/status.ts')).status(flags),
    );
  program
    .command('list')
    .description('the engines that run on this machine, with their state folders')
    .addOption(json())
    .action(async (flags: { json?: true }) => (await import('./commands/list.ts')).list(flags));
  command(program, 'logs', 'what the web servers wrote')
    .argument('[instance]', 'an instance id; without it, lists the instances')
    .action(async (instance: string | undefined, flags: GlobalFlags) =>
      (await import('./commands/logs.ts')).logs(instance, flags),
    );
}

function addFaults(program: Command): void {
  const fault = program.command('fault').description('break something on purpose');
  command(fault, 'region', 'lose a region')
    .argument('<region>')
    .addOption(new Option('--mode <mode>', 'how it is lost').choices(FAULT_MODES).default('crash'))
    .action(async (region: string, flags: GlobalFlags & { mode: string }) =>
      (await import('./commands/fault.ts')).faultRegion(region, flags),
    );
  command(fault, 'control-plane', 'kill what answers AWS calls; the site is served without it')
    .addOption(
      new Option('--mode <mode>', 'killed, or stopped until heal')
        .choices(['crash', 'hang'])
        .default('crash'),
    )
    .action(async (flags: GlobalFlags & { mode: string }) =>
      (await import('./commands/fault.ts')).faultControlPlane(flags),
    );
  command(program, 'heal', 'bring a lost region back, or all of them')
    .argument('[region]')
    .action(async (region: string | undefined, flags: GlobalFlags) =>
      (await import('./commands/fault.ts')).heal(region, flags),
    );
}

function addClients(program: Command): void {
  command(program, 'env', 'print the exports that make any AWS client speak to the engine').action(
    async (flags: GlobalFlags) => (await import('./commands/env.ts')).env(flags),
  );
  command(program, 'curl', "the system's curl, through the engine's resolver and CA")
    .passThroughOptions()
    .allowUnknownOption()
    .argument('<arguments...>', "a URL and curl's own options")
    .action(async (words: string[], flags: GlobalFlags) =>
      (await import('./commands/curl.ts')).curl(words, flags),
    );
  command(
    program,
    'open',
    'open the site in a browser that resolves through the engine and trusts its CA',
  )
    .argument('[url]')
    .action(async (url: string | undefined, flags: GlobalFlags) =>
      (await import('./commands/open.ts')).open(url, flags),
    );
  const registrar = program.command('registrar').description("the domain's registrar");
  command(registrar, 'set-nameservers', 'tell the registrar the name servers of a domain')
    .argument('<domain>')
    .argument('<nameservers...>')
    .action(async (domain: string, servers: string[], flags: GlobalFlags) =>
      (await import('./commands/registrar.ts')).setNameservers(domain, servers, flags),
    );
  command(registrar, 'show', 'what the registrar holds for a domain, and what Route 53 gave it')
    .argument('[domain]')
    .action(async (domain: string | undefined, flags: GlobalFlags) =>
      (await import('./commands/registrar.ts')).showDomain(domain, flags),
    );
}

function addDeploying(program: Command): void {
  command(program, 'synth', "write the site's CloudFormation templates")
    .option('--out <dir>', 'folder for the cloud assembly', named, 'cdk.out')
    .option(
      '--account <id>',
      'AWS account of the stacks (default: the one that your credentials belong to)',
      account,
    )
    .action(async (flags: GlobalFlags & { out: string; account?: string }) =>
      (await import('./commands/synth.ts')).synth(flags),
    );
  command(program, 'deploy', 'deploy the site to AWS, or to whatever AWS_ENDPOINT_URL names')
    .option('--yes', 'do not ask first')
    .addOption(json())
    .action(async (flags: GlobalFlags & { yes?: true; json?: true }) =>
      (await import('./commands/deploy.ts')).deploy(flags),
    );
}

function addStopping(program: Command): void {
  command(program, 'down', 'stop the engine; what it holds is kept').action(
    async (flags: GlobalFlags) => (await import('./commands/down.ts')).down(flags),
  );
  command(program, 'destroy', 'delete the stacks and everything in them, and stop the engine')
    .option('--yes', 'do not ask first')
    .action(async (flags: GlobalFlags & { yes?: true }) =>
      (await import('./commands/destroy.ts')).destroy(flags),
    );
}

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
function account(text: string): string {
  if (!/^\d{12}$/.test(text))
    throw new InvalidArgumentError('use the twelve digits of an account.');
  return text;
}

function region(text: string): string {
  if (LATENCY_REGIONS.includes(text)) return text;
  throw new InvalidArgumentError('use an AWS region such as eu-west-1.');
}

/** Digits alone: of `0x10` and `1e3` nobody would think as JavaScript does. */
function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('use a whole number from 0 to 65535.');
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || !(value >= least && value <= most))
      throw new InvalidArgumentError(`use a number from ${least} to ${most}.`);
    return value;
  };
}
