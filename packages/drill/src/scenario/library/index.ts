import type { Scenario } from '../scenario.ts';
import { partitions, partsOfIt } from './parts.ts';
import { regionLosses } from './region-loss.ts';

/** The drills that come with Understudy, by their names. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [...regionLosses, ...partsOfIt, ...partitions].map((scenario) => [scenario.name, scenario]),
);
