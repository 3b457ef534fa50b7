import type { Scenario } from '../scenario.ts';
import { capacityDrills } from './capacity.ts';
import { demands } from './demand.ts';
import { partitions, partsOfIt } from './parts.ts';
import { regionLosses } from './region-loss.ts';
import { replays } from './replays.ts';

/** The drills that come with Understudy, by their names. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [...regionLosses, ...partsOfIt, ...partitions, ...capacityDrills, ...demands, ...replays].map(
    (scenario) => [scenario.name, scenario],
  ),
);
