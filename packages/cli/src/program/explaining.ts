import { RECORD_TYPES } from '@understudy/contract';
import { Argument, type Command } from 'commander';
import type { AccessFlags, ExplainFlags } from '../commands/explain/explain.ts';
import { command, json } from './command.ts';
import { named } from './words.ts';

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
  command(explain, 'replication', 'which rule has an object, and what became of its versions')
    .argument('<object>', 's3://BUCKET/KEY')
    .addOption(json())
    .action(async (object: string, flags: ExplainFlags) => {
      const { explain: tell, objectIn } = await import('../commands/explain/explain.ts');
      await tell({ about: 'replication', ...objectIn(object) }, flags);
    });
  command(explain, 'access', 'which statement lets somebody do something, or keeps them from it')
    .argument('<resource>', 's3://BUCKET[/KEY], an ARN, or * for an action that is about none')
    .requiredOption('--action <action>', 'as policies name it, e.g. s3:GetObject')
    .option(
      '--as <principal>',
      "administrator, anonymous, an instance's id, role/NAME, user/NAME, an ARN, or cloudfront.amazonaws.com",
      named,
      'administrator',
    )
    .option('--from <address>', 'where a request to S3 comes from', named, '127.0.0.1')
    .option('--http', 'a request to S3 is not over TLS')
    .addOption(json())
    .action(async (resource: string, flags: AccessFlags) => {
      const { explain: tell, accessIn } = await import('../commands/explain/explain.ts');
      await tell({ about: 'access', ...accessIn(resource, flags) }, flags);
    });
  command(explain, 'scaling', 'what each policy of a group says, and what would change it')
    .argument('<group>', 'an Auto Scaling group')
    .addOption(json())
    .action(async (group: string, flags: ExplainFlags) =>
      (await import('../commands/explain/explain.ts')).explain({ about: 'scaling', group }, flags),
    );
}
