import { createHash } from 'node:crypto';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { DeployedTemplate } from '@understudy/drill';
import { GLOBAL_REGION, stackNames, type SiteConfig } from '@understudy/site';
import type { ClientSettings } from '../../engine/aws.ts';

/** What a site's stacks were deployed from, as CloudFormation has it. */
export async function deployedTemplates(
  site: SiteConfig,
  settingsIn: (region: string) => ClientSettings,
): Promise<DeployedTemplate[]> {
  const names = stackNames(site);
  const stacks = [
    { name: names.zone, region: GLOBAL_REGION },
    { name: names.primary, region: site.primary },
    { name: names.standby, region: site.standby },
    { name: names.edge, region: GLOBAL_REGION },
    { name: names.routing, region: GLOBAL_REGION },
  ];
  const templates: DeployedTemplate[] = [];
  for (const stack of stacks) templates.push(await templateOf(stack, settingsIn(stack.region)));
  return templates;
}

async function templateOf(
  { name, region }: { name: string; region: string },
  settings: ClientSettings,
): Promise<DeployedTemplate> {
  const client = new CloudFormationClient(settings);
  try {
    const { TemplateBody: text = '' } = await client.send(
      new GetTemplateCommand({ StackName: name }),
    );
    const { Stacks: [stack] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    const parameters = (stack?.Parameters ?? []).map(
      ({ ParameterKey: key = '', ParameterValue: value = '', ResolvedValue: resolved }) =>
        [key, resolved ?? value] as const,
    );
    return {
      ...{ stack: name, region, sha256: createHash('sha256').update(text).digest('hex') },
      ...{ parameters: Object.fromEntries(parameters), body: jsonOf(text) },
    };
  } finally {
    client.destroy();
  }
}

/** Templates of ours are JSON; of another nothing is read. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
