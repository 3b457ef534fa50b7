import type { DeploymentPlan, PlannedChange, StackPlan } from '../deploy/plan/deployment-plan.ts';
import { colors } from './colors.ts';

/** Of one stack; `--json` has all of them. */
const LINES_MAX = 40;
const NAMES_MAX = 5;

const SAYS: Readonly<Record<PlannedChange['action'], string>> = {
  add: colors.green('+ add'),
  change: colors.yellow('~ change'),
  replace: colors.red('± REPLACE'),
  'may-replace': colors.red('± may replace'),
  remove: colors.red('- remove'),
};

/** What is going to be done, for whoever decides about it. */
export function renderPlan(plan: DeploymentPlan): string {
  const { regions, takes } = plan;
  return [
    `${colors.bold(plan.domain)}: account ${plan.account} at ${plan.endpoint ?? 'AWS'}, ${regions.primary} (primary) and ${regions.standby} (standby)`,
    ...(plan.stacks.length === 0 ? ['  no stack changes'] : plan.stacks.flatMap(stackLines)),
    ...assetLines(plan),
    ...leftLines(plan),
    ...plan.byHand.map((text) => `${colors.yellow('!')} ${text}`),
    colors.dim(`  takes ${takes}`),
    colors.dim(costLine(plan)),
  ].join('\n');
}

function costLine({ cost: { monthlyUsd, pricesOf, besides }, endpoint }: DeploymentPlan): string {
  const where = endpoint === null ? '' : ' on AWS, and nothing here';
  return `  costs about ${Math.round(monthlyUsd)} USD a month${where}, by prices of ${pricesOf}; besides: ${besides.join(', ')}`;
}

function stackLines({ name, region, step, from, changes }: StackPlan): string[] {
  const title = `  ${colors.bold(name)} in ${region}`;
  if (step === 'create') return [`${title}: new, ${counted(changes.length, 'resource')}`];
  if (changes.length === 0) return [`${title}: nothing but what others decide changes`];
  const unsure =
    from === 'templates' ? ' (by its template: what is replaced is not known yet)' : '';
  const more = changes.length - LINES_MAX;
  return [
    `${title}: ${counted(changes.length, 'resource')} of it${unsure}`,
    ...changes.slice(0, LINES_MAX).map(changeLine),
    ...(more > 0 ? [`    … and ${more} more, which --json tells`] : []),
  ];
}

function changeLine({ logicalId, type, action, properties }: PlannedChange): string {
  const of = properties.length === 0 ? '' : `: ${few(properties)}`;
  return `    ${SAYS[action]} ${logicalId} ${colors.dim(type)}${of}`;
}

function assetLines({ assets: { upload, remove, stay } }: DeploymentPlan): string[] {
  return [
    ...(upload.length === 0
      ? []
      : [`  ${counted(upload.length, 'static file')} to upload: ${few(upload)}`]),
    ...(remove.length === 0
      ? []
      : [`  ${counted(remove.length, 'static file')} to remove: ${few(remove)}`]),
    ...(stay === 0
      ? []
      : [
          colors.dim(
            `  ${counted(stay, 'other object')} in the bucket stay${stay === 1 ? 's' : ''}`,
          ),
        ]),
  ];
}

function leftLines({ leftBehind }: DeploymentPlan): string[] {
  if (leftBehind.length === 0) return [];
  const names = leftBehind.map(({ name, region }) => `${name} (${region})`).join(', ');
  return [
    `${colors.yellow('!')} left behind, still running and paid for: ${names}`,
    "    to delete them, deploy with the name and regions of before, and run 'understudy destroy'; or delete the stacks",
  ];
}

function few(names: readonly string[]): string {
  const more = names.length - NAMES_MAX;
  return `${names.slice(0, NAMES_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
