import { UnderstudyError } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';
import { siteRegions, type SiteConfig } from '@understudy/site';

const ANEW =
  "'understudy down', then 'understudy up' starts one that has it; what is stored is kept";

/**
 * Whether an engine that runs can take a changed site: its regions and its registrar's domains are
 * those that it was started with.
 *
 * @throws UnderstudyError EngineAlreadyRunning with what it lacks
 */
export function assertTakes(
  info: Pick<EngineInfo, 'pid' | 'regions'>,
  { before, site }: { before: SiteConfig | undefined; site: SiteConfig },
): void {
  const lacking = siteRegions(site).find((region) => !info.regions.includes(region));
  if (lacking !== undefined)
    throw new UnderstudyError('EngineAlreadyRunning', {
      message: `an engine already runs, with process id ${info.pid}, and has no region ${lacking}`,
      hint: ANEW,
    });
  if (before !== undefined && before.domain !== site.domain)
    throw new UnderstudyError('EngineAlreadyRunning', {
      message: `an engine already runs, with process id ${info.pid}, whose registrar knows ${before.domain} and not ${site.domain}`,
      hint: ANEW,
    });
}

/**
 * Whether the engine that a deployment is led to has the site's regions: AWS has them all, and one
 * that lacks them answers as AWS answers a mistyped one.
 *
 * @throws UnderstudyError RegionUnknown
 */
export function assertHasRegions(
  engines: readonly Pick<EngineInfo, 'endpoint' | 'regions'>[],
  endpoint: string | undefined,
  site: SiteConfig,
): void {
  const engine = engines.find((one) => one.endpoint === endpoint);
  const lacking = siteRegions(site).find((region) => engine?.regions.includes(region) === false);
  if (lacking === undefined || engine === undefined) return;
  throw new UnderstudyError('RegionUnknown', {
    message: `the engine at ${engine.endpoint} has no region ${lacking}; it has ${engine.regions.join(', ')}`,
    hint: `use these, or another engine: 'understudy engine --region ${lacking} --state DIR --port 0'`,
  });
}
