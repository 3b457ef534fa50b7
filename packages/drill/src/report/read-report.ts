import { readVersioned } from './read-versioned.ts';
import { fromVersion1 } from './upgrade/from-version-1.ts';
import { fromVersion2 } from './upgrade/from-version-2.ts';
import { REPORT_VERSION, reportSchema, type Report } from './schema.ts';

/**
 * What a file `report.json` has, of this version or an older one.
 * @throws UnderstudyError ReportInvalid
 */
export function readReport(value: unknown): Report {
  return readVersioned(value, {
    ...{ newest: REPORT_VERSION, schema: reportSchema, is: 'a drill' },
    upgrades: { 1: fromVersion1, 2: fromVersion2 },
  });
}
