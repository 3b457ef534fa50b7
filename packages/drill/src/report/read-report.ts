import { readVersioned } from './read-versioned.ts';
import { REPORT_VERSION, reportSchema, type Report } from './schema.ts';

/**
 * What a file `report.json` has.
 * @throws UnderstudyError ReportInvalid
 */
export function readReport(value: unknown): Report {
  return readVersioned(value, { newest: REPORT_VERSION, schema: reportSchema, is: 'a drill' });
}
