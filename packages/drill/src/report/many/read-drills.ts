import { isJsonObject } from '@understudy/contract';
import { DRILLS_VERSION, drillsSchema, type Drills } from './schema.ts';
import { readVersioned } from '../read-versioned.ts';

/**
 * What a file `drills.json` has.
 * @throws UnderstudyError ReportInvalid
 */
export function readDrills(value: unknown): Drills {
  return readVersioned(value, {
    ...{ newest: DRILLS_VERSION, schema: drillsSchema, is: 'drills' },
    // It had a verdict less.
    upgrades: {
      1: (older) => (isJsonObject(older) ? { ...older, version: DRILLS_VERSION } : older),
    },
  });
}
