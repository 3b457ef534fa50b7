import type { Command } from 'commander';
import type { GlobalFlags, MonitoringFlags } from '../flags.ts';
import { command, json, monitoringMinutes } from './command.ts';
import { account, named } from './words.ts';

export function addDeploying(program: Command): void {
  command(program, 'synth', "write the site's CloudFormation templates")
    .option('--out <dir>', 'folder for the cloud assembly', named, 'cdk.out')
    .option(
      '--account <id>',
      'AWS account of the stacks (default: the one that your credentials belong to)',
      account,
    )
    .action(async (flags: GlobalFlags & { out: string; account?: string }) =>
      (await import('../commands/deploying/synth.ts')).synth(flags),
    );
  command(program, 'diff', 'what deploy would change; changes nothing')
    .addOption(json())
    .action(async (flags: GlobalFlags & { json?: true }) =>
      (await import('../commands/deploying/diff.ts')).diff(flags),
    );
  command(
    program,
    'dev',
    'watch the app and the static files, and bring changes to the running engine',
  ).action(async (flags: GlobalFlags) => (await import('../commands/deploying/dev.ts')).dev(flags));
  command(program, 'deploy', 'deploy the site to AWS, or to whatever AWS_ENDPOINT_URL names')
    .option('--yes', 'do not ask first')
    .addOption(monitoringMinutes())
    .addOption(json())
    .action(async (flags: GlobalFlags & MonitoringFlags & { yes?: true; json?: true }) =>
      (await import('../commands/deploying/deploy.ts')).deploy(flags),
    );
}
