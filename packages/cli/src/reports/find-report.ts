import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileProblemText, UnderstudyError } from '@understudy/contract';
import { readDrills, readReport, type Drills, type Report } from '@understudy/drill/report';
import { DRILLS_FOLDER } from './write-report.ts';

export interface FoundReport {
  report: Report;
  /** Its `report.json`. */
  file: string;
}

export interface FoundDrills {
  drills: Drills;
  /** Its `drills.json`. */
  file: string;
}

/** Far above a drill of hours. */
const REPORT_BYTES_MAX = 512 * 1024 * 1024;

const NAMES = ['report.json', 'drills.json'] as const;

/**
 * The report of a folder or file, of one drill or of several; without a name the last, of those
 * beside the configuration.
 * @throws UnderstudyError ReportUnknown, ReportInvalid
 */
export function findAny(named: string | undefined, config: string): FoundReport | FoundDrills {
  const file = named === undefined ? lastReport(config) : fileOf(path.resolve(named));
  return path.basename(file) === 'drills.json'
    ? { drills: readFrom(file, readDrills), file }
    : { report: readFrom(file, readReport), file };
}

/** That of one drill. @throws UnderstudyError ReportUnknown, ReportInvalid, UsageInvalid */
export function findReport(named: string | undefined, config: string): FoundReport {
  const found = findAny(named, config);
  if ('report' in found) return found;
  throw new UnderstudyError('UsageInvalid', {
    message: `${found.file} is of several drills, and this is done with one`,
    hint: 'name the folder of one of them, which is beside it',
  });
}

/** Of one of several drills, by where their `drills.json` says it is; undefined: it is gone. */
export function reportBeside(drillsFile: string, place: string): Report | undefined {
  const file = path.join(path.dirname(drillsFile), place);
  return existsSync(file) ? readFrom(file, readReport) : undefined;
}

function fileOf(named: string): string {
  if (!isFolder(named)) {
    if (existsSync(named)) return named;
    throw new UnderstudyError('ReportUnknown', { message: `there is no file ${named}` });
  }
  const found = NAMES.map((name) => path.join(named, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UnderstudyError('ReportUnknown', {
    message: `there is no file ${path.join(named, NAMES[0])}`,
  });
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Folders' names begin with when their drills were. */
function lastReport(config: string): string {
  const folder = path.join(path.dirname(path.resolve(config)), DRILLS_FOLDER);
  const last = globSync(`*/{${NAMES.join(',')}}`, { cwd: folder })
    .toSorted()
    .at(-1);
  if (last !== undefined) return path.join(folder, last);
  throw new UnderstudyError('ReportUnknown', { message: `there is no report in ${folder}` });
}

function readFrom<T>(file: string, read: (value: unknown) => T): T {
  try {
    const { size } = statSync(file);
    if (size > REPORT_BYTES_MAX) throw new Error(`it has more than ${REPORT_BYTES_MAX} bytes`);
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const message = `${file}: ${cause instanceof SyntaxError ? 'it is no JSON' : fileProblemText(cause)}`;
    throw new UnderstudyError('ReportInvalid', { message, cause });
  }
}
