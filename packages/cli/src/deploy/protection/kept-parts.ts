import { assetBucketName, type SiteConfig } from '@understudy/site';

/** What a site's stacks leave behind when they are deleted, by `protect`. */
export function keptParts(
  site: Pick<SiteConfig, 'domain' | 'name' | 'primary' | 'standby' | 'protect' | 'accessLogs'>,
  account: string,
): string[] {
  if (site.protect === 'none') return [];
  const buckets = [site.primary, site.standby].map((region) =>
    assetBucketName(site, { account, region }),
  );
  return [
    `the hosted zone of ${site.domain}`,
    ...buckets.map((name) => `bucket ${name}`),
    ...(site.accessLogs ? ['the buckets of access logs'] : []),
  ];
}
