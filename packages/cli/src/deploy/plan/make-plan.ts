import process from 'node:process';
import { Route53DomainsClient } from '@aws-sdk/client-route-53-domains';
import {
  GLOBAL_REGION,
  monthlyCost,
  stackNames,
  type AssemblyStack,
  type SiteConfig,
} from '@understudy/site';
import { planAssets } from '../assets/plan-assets.ts';
import type { DeployJob } from '../messages.ts';
import { heldNameservers } from '../registrar.ts';
import type { DeploymentPlan, StackPlan } from './deployment-plan.ts';
import { howLong } from './how-long.ts';
import { findObstacles } from './find-obstacles.ts';
import { leftBehind, readDeployed } from './left-behind.ts';
import { placesChange } from './obstacles.ts';
import { planStack } from './plan-stack.ts';

/** What a deployment would do, asked of AWS and changed nowhere. */
export async function makePlan(
  { site, directory }: Pick<DeployJob, 'site' | 'directory'>,
  account: string,
  {
    changed,
    pollWallMs,
    monitoringMinutes,
  }: { changed: readonly AssemblyStack[]; pollWallMs: number; monitoringMinutes: number },
): Promise<DeploymentPlan> {
  const endpoint = process.env['AWS_ENDPOINT_URL'] ?? null;
  const [planned, assets, left, obstacles] = await Promise.all([
    Promise.all(changed.map((stack) => planStack(stack, pollWallMs))),
    planAssets(site, account),
    leftBehind(directory, account, site),
    findObstacles(site, changed),
  ]);
  return {
    domain: site.domain,
    account,
    endpoint,
    regions: { primary: site.primary, standby: site.standby },
    stacks: planned,
    assets,
    leftBehind: left,
    byHand: [
      ...obstacles.map(({ message, hint }) => `cannot be deployed: ${message}; ${hint}`),
      ...placesChange(readDeployed(directory, account), site),
      ...(await byHand(site, planned)),
    ],
    cost: costOf(site),
    takes: howLong(planned, { isLocal: endpoint !== null, monitoringMinutes }),
  };
}

function costOf(site: SiteConfig): DeploymentPlan['cost'] {
  const { totalUsd, pricesOf, besides, unpriced } = monthlyCost(site);
  const unknown = unpriced.map(
    ({ count, resource }) => `${count} ${resource}, whose price is not known`,
  );
  return { monthlyUsd: totalUsd, pricesOf, besides: [...unknown, ...besides] };
}

/** Only a zone that is made, or made anew, has other name servers than before. */
async function byHand(site: SiteConfig, stacks: readonly StackPlan[]): Promise<string[]> {
  const zone = stacks.find(({ name }) => name === stackNames(site).zone);
  const isNew = zone?.changes.some(
    ({ type, action }) =>
      type === 'AWS::Route53::HostedZone' && ['add', 'replace', 'may-replace'].includes(action),
  );
  if (isNew !== true) return [];
  const client = new Route53DomainsClient({ region: GLOBAL_REGION });
  try {
    if ((await heldNameservers(client, site.domain)) !== undefined) return [];
    if (process.env['AWS_ENDPOINT_URL'] !== undefined)
      return [
        `the registrar there does not hold ${site.domain}, for which certificates wait: 'understudy registrar register ${site.domain}' registers it at a local engine; then run this again`,
      ];
    return [
      `${site.domain} is not registered with this account: give its registrar the four name servers that 'deploy' prints once the zone is there; certificates wait for that`,
    ];
  } finally {
    client.destroy();
  }
}
