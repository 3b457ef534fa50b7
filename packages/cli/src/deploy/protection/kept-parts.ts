import { bucketNames, type SiteConfig } from '@understudy/site';

/** What a site's stacks leave behind when they are deleted, by `protect`. */
export function keptParts(
  site: Pick<
    SiteConfig,
    'domain' | 'name' | 'primary' | 'standby' | 'protect' | 'accessLogs' | 'data'
  >,
  account: string,
): string[] {
  if (site.protect === 'none') return [];
  const buckets = [site.primary, site.standby].flatMap((region) =>
    bucketNames(site, { account, region }),
  );
  return [
    `the hosted zone of ${site.domain}`,
    ...buckets.map((name) => `bucket ${name}`),
    ...(site.accessLogs ? ['the buckets of access logs'] : []),
  ];
}
