import type { SiteConfig } from '@understudy/site';
import type { RegionPlace } from '../report/regions.ts';

/** What a region's load balancer speaks. */
export function balancerScheme(site: SiteConfig, role: RegionPlace['role']): 'http' | 'https' {
  return role === 'primary' ? (site.web?.origin ?? 'https') : 'https';
}
