import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileProblemText, UnderstudyError } from '@understudy/contract';
import { readReport, type Report } from '@understudy/drill';
import { DRILLS_FOLDER } from './write-report.ts';

export interface FoundReport {
  report: Report;
  /** Its `report.json`. */
  file: string;
}

/** Far above a drill of hours. */
const REPORT_BYTES_MAX = 512 * 1024 * 1024;

/**
 * The report of a folder or file; without one the last, of those beside the configuration.
 * @throws UnderstudyError ReportUnknown, ReportInvalid
 */
export function findReport(named: string | undefined, config: string): FoundReport {
  const file = named === undefined ? lastReport(config) : fileOf(path.resolve(named));
  return { report: reportIn(file), file };
}

function fileOf(named: string): string {
  const file = isFolder(named) ? path.join(named, 'report.json') : named;
  if (existsSync(file)) return file;
  throw new UnderstudyError('ReportUnknown', { message: `there is no file ${file}` });
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Folders' names begin with when their drills were. */
function lastReport(config: string): string {
  const folder = path.join(path.dirname(path.resolve(config)), DRILLS_FOLDER);
  const last = globSync('*/report.json', { cwd: folder }).toSorted().at(-1);
  if (last !== undefined) return path.join(folder, last);
  throw new UnderstudyError('ReportUnknown', { message: `there is no report in ${folder}` });
}

function reportIn(file: string): Report {
  try {
    const { size } = statSync(file);
    if (size > REPORT_BYTES_MAX) throw new Error(`it has more than ${REPORT_BYTES_MAX} bytes`);
    return readReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const message = `${file}: ${cause instanceof SyntaxError ? 'it is no JSON' : fileProblemText(cause)}`;
    throw new UnderstudyError('ReportInvalid', { message, cause });
  }
}
