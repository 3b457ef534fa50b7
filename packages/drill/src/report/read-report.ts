import { UnderstudyError } from '@understudy/contract';
import { z } from 'zod';
import { REPORT_VERSION, reportSchema, type Report } from './schema.ts';

const versioned = z.object({ version: z.unknown() });

/**
 * What a file `report.json` has.
 * @throws UnderstudyError ReportInvalid
 */
export function readReport(value: unknown): Report {
  const told = versioned.safeParse(value).data?.version;
  if (told !== undefined && told !== REPORT_VERSION)
    throw new UnderstudyError('ReportInvalid', {
      message: `the report is of version ${JSON.stringify(told)}; this Understudy reads ${REPORT_VERSION}`,
    });
  const read = reportSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new UnderstudyError('ReportInvalid', {
    message: `it is no report of a drill: ${where}${issue?.message ?? ''}`,
  });
}
