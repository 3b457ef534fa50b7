import type { Scenario } from '../scenario.ts';
import { regionLosses } from './region-loss.ts';

/** The drills that come with Understudy, by their names. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [...regionLosses].map((scenario) => [scenario.name, scenario]),
);
