import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { kindOf, readClient } from './client.ts';
import { formatted } from './formatted.ts';
import { planResource } from './resource.ts';
import { planService } from './service.ts';
import { type Plan, Refusal, Tree } from './tree.ts';

const USAGE = `npm run new -- resource AWS::SERVICE::TYPE
npm run new -- service NAME [--client CLIENT] [--kind KIND]

CLIENT is the SDK's package after '@aws-sdk/client-', NAME unless told otherwise; KIND is what the
first operations make, as their names have it ('Secret' of 'CreateSecret').`;

/** Makes the files of a resource type or a service, and says what they leave to be written. */
const tree = new Tree(path.resolve(import.meta.dirname, '../..'));
try {
  const plan = await formatted(tree.root, await planned());
  tree.write(plan);
  report(plan);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function planned(): Promise<Plan> {
  const options = { client: { type: 'string' }, kind: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [what, name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new Refusal(USAGE);
  if (what === 'resource') return planResource(tree, name, await loadAwsServiceSpec());
  if (what !== 'service') throw new Refusal(USAGE);
  const client = await readClient(tree.root, values.client ?? name);
  return planService(tree, name, client, values.kind ?? kindOf(client));
}

function report({ made, changed, next }: Plan): void {
  for (const file of Object.keys(made)) console.log(`made     ${file}`);
  for (const file of Object.keys(changed)) console.log(`changed  ${file}`);
  console.log('\nNext:');
  for (const [index, step] of next.entries()) console.log(`${index + 1}. ${step}`);
}
