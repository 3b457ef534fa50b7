import { errorText } from '@understudy/contract';
import { stackNames } from '@understudy/site';
import { afterwards } from '../../clock/wall.ts';
import type { CheckContext, CheckResult } from '../check.ts';

/**
 * Less than a whole check has, so that one region's silence leaves the other's answer to be told.
 */
const REGION_WALL_MS_MAX = 8_000;

export interface RegionPlace {
  region: string;
  /** The region's stack. */
  stack: string;
  role: 'primary' | 'standby';
}

export interface RegionResult {
  /** `'not used'` where the site has nothing of that kind; `'lost'` of a region that is. */
  ok: boolean | 'not used' | 'lost';
  evidence: string;
}

export type Look = (place: RegionPlace) => Promise<RegionResult>;

export function regionPlaces({ session: { site } }: CheckContext): [RegionPlace, RegionPlace] {
  const names = stackNames(site);
  return [
    { region: site.primary, stack: names.primary, role: 'primary' },
    { region: site.standby, stack: names.standby, role: 'standby' },
  ];
}

/** Looks at both regions side by side. What befalls one of them hides nothing of the other. */
export async function checkRegions(
  context: CheckContext,
  look: Look,
  withinMs = REGION_WALL_MS_MAX,
): Promise<CheckResult> {
  return inEachRegion(
    await Promise.all(
      regionPlaces(context).map(async (place) => ({
        region: place.region,
        ...(await lookAt(context, place, { look, withinMs })),
      })),
    ),
  );
}

/** A lost region is not asked: its answer is known, and waiting for it would only take time. */
async function lookAt(
  context: CheckContext,
  place: RegionPlace,
  { look, withinMs }: { look: Look; withinMs: number },
): Promise<RegionResult> {
  const lost = lossOf(context, place.region);
  if (lost !== undefined) return { ok: 'lost', evidence: lost };
  const late = { ok: false, evidence: `no answer within ${withinMs / 1000} s` };
  try {
    return await Promise.race([look(place), afterwards(withinMs, late)]);
  } catch (error) {
    return { ok: false, evidence: errorText(error) };
  }
}

/** How a region of the site is lost, e.g. `lost (crash, primary)`; undefined while it runs. */
export function lossOf(context: CheckContext, region: string): string | undefined {
  if (context.alive.includes(region)) return undefined;
  const known = context.engine.regions.find((one) => one.name === region);
  const role = region === context.session.site.primary ? 'primary' : 'standby';
  if (known?.fault != null) return `lost (${known.fault}, ${role})`;
  return `not running (${known?.state ?? 'unknown to the engine'}, ${role})`;
}

/**
 * Working when both regions are well, degraded when one is, failing when none is. What is not used
 * where it can be looked at is not used at all.
 */
export function inEachRegion(results: (RegionResult & { region: string })[]): CheckResult {
  const evidence = results.map((result) => `${result.region}: ${result.evidence}`).join('; ');
  const kinds = new Set(results.map((result) => result.ok));
  kinds.delete('lost');
  if (kinds.size === 1 && kinds.has('not used')) return { state: 'not-used', evidence };
  const isWell = ({ ok }: RegionResult): boolean => ok === true || ok === 'not used';
  const well = results.filter(isWell).length;
  return {
    state: well === results.length ? 'working' : well > 0 ? 'degraded' : 'failing',
    evidence,
  };
}
