import { DATA_BUCKET, type SiteConfig } from '@understudy/site';
import type { StackOutputs } from '../messages.ts';
import type { Named } from './left-behind.ts';

/** A distribution of the account, and the names that it answers to. */
export interface Distribution {
  id: string;
  aliases: readonly string[];
}

export interface Deployed {
  /** Of the site's stacks that are there, by their roles. */
  outputs: { primary: StackOutputs[string] | undefined; edge: StackOutputs[string] | undefined };
  distributions: readonly Distribution[];
}

/**
 * Why a deployment would fail half-way, and what to do; each is known before anything is changed.
 */
export interface Obstacle {
  message: string;
  hint: string;
}

/** What stands in the way of a site, by what is deployed. */
export function obstacles(
  site: Pick<SiteConfig, 'domain' | 'name' | 'web' | 'data'>,
  deployed: Deployed,
): Obstacle[] {
  return [
    ...otherKind(site, deployed),
    ...dataLeft(site, deployed),
    ...domainTaken(site, deployed),
  ];
}

/**
 * The two kinds of site keep the same buckets under different logical ids, and simple records take
 * no places of failover records: "already exists", twice.
 */
function otherKind(
  { name, web }: Pick<SiteConfig, 'name' | 'web'>,
  { outputs: { primary } }: Deployed,
): Obstacle[] {
  if (primary === undefined) return [];
  const hadWeb = primary['GroupName'] !== undefined;
  if (hadWeb === (web !== undefined)) return [];
  const [was, is] = hadWeb ? ['web servers', 'none'] : ['static files alone', 'web servers'];
  return [
    {
      message: `the site ${name} is deployed with ${was}, and is to have ${is}: its stacks cannot become those`,
      hint: "put 'web' back; or run 'understudy destroy' with the configuration of before, then deploy anew",
    },
  ];
}

/**
 * The app would find nothing any more, and what it has kept would be deleted or left behind under
 * names that are taken then, by `protect`.
 */
function dataLeft(
  { name, web, data }: Pick<SiteConfig, 'name' | 'web' | 'data'>,
  { outputs: { primary } }: Deployed,
): Obstacle[] {
  const bucket = primary?.[DATA_BUCKET];
  if (bucket === undefined || data.bucket || web === undefined) return [];
  return [
    {
      message: `the site ${name} keeps data in ${bucket}, and its configuration says that it has none`,
      hint: "put 'data: { bucket: true }' back; or run 'understudy destroy' with it, then deploy anew without",
    },
  ];
}

/**
 * "CNAMEAlreadyExists": a name belongs to one distribution. By then the zone would be another, and
 * the registrar would lead visitors to it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
 */
function domainTaken(
  { domain, name }: Pick<SiteConfig, 'domain' | 'name'>,
  { outputs: { edge }, distributions }: Deployed,
): Obstacle[] {
  const names = [domain, `www.${domain}`];
  const other = distributions.find(
    ({ id, aliases }) =>
      id !== edge?.['DistributionId'] && aliases.some((alias) => names.includes(alias)),
  );
  if (other === undefined) return [];
  return [
    {
      message: `the distribution ${other.id} of this account serves ${domain} already, and is not the site ${name}'s: CloudFront gives a name to one alone`,
      hint: `if it is this site's from before, put 'name' back to what it was; else delete what made it, or take ${domain} from it, first`,
    },
  ];
}

/**
 * The region that was the primary's is first made a standby, whose load balancer leads HTTP to
 * HTTPS, and the edge is told last.
 */
export function placesChange(
  before: Named | undefined,
  site: Pick<SiteConfig, 'primary' | 'standby' | 'web'>,
): string[] {
  const isSwap = before?.primary === site.standby && before.standby === site.primary;
  if (!isSwap || site.web?.origin !== 'http') return [];
  return [
    `${site.primary} and ${site.standby} change places, and web.origin is 'http': until the edge is told, CloudFront's visitors are led to the page that they are on; with 'https', deployed before, they notice nothing`,
  ];
}
