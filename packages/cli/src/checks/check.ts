import { stackNames } from '@understudy/site';
import type { EngineState } from '../engine/control.ts';
import type { Session } from '../engine/session.ts';
import type { StackOutputs } from '../deploy/messages.ts';
import type { AwsClients } from './clients.ts';

export type CheckState = 'working' | 'degraded' | 'failing';

export interface CheckResult {
  state: CheckState;
  /** What was seen just now, in a sentence. */
  evidence: string;
}

export interface CheckContext {
  session: Session;
  clients: AwsClients;
  engine: EngineState;
  outputs: StackOutputs;
  /** Regions of the site that no fault holds. */
  alive: string[];
}

/** One system of the architecture, and how to see that it works. What it throws is evidence that it does not. */
export interface Check {
  /** The tutorial's step. */
  step: number;
  name: string;
  run(context: CheckContext): Promise<CheckResult>;
}

export function working(evidence: string): CheckResult {
  return { state: 'working', evidence };
}

export function degraded(evidence: string): CheckResult {
  return { state: 'degraded', evidence };
}

export function failing(evidence: string): CheckResult {
  return { state: 'failing', evidence };
}

/** Working when both regions are well, degraded when one is, failing when none is. */
export function inEachRegion(
  results: { region: string; ok: boolean; evidence: string }[],
): CheckResult {
  const well = results.filter((result) => result.ok).length;
  const evidence = results.map((result) => `${result.region}: ${result.evidence}`).join('; ');
  return {
    state: well === results.length ? 'working' : well > 0 ? 'degraded' : 'failing',
    evidence,
  };
}

export interface RegionPlace {
  region: string;
  /** The region's stack. */
  stack: string;
  role: 'primary' | 'standby';
}

/** Looks at both regions side by side. */
export async function checkRegions(
  context: CheckContext,
  look: (place: RegionPlace) => Promise<{ ok: boolean; evidence: string }>,
): Promise<CheckResult> {
  const { site } = context.session;
  const names = stackNames(site);
  const places: RegionPlace[] = [
    { region: site.primary, stack: names.primary, role: 'primary' },
    { region: site.standby, stack: names.standby, role: 'standby' },
  ];
  return inEachRegion(
    await Promise.all(
      places.map(async (place) => ({ region: place.region, ...(await look(place)) })),
    ),
  );
}

/** A stack's output; what is missing was not deployed. */
export function outputOf(context: CheckContext, stack: string, key: string): string {
  const value = context.outputs[stack]?.[key];
  if (value === undefined)
    throw new Error(`stack ${stack} has no output ${key}: it is not deployed`);
  return value;
}
