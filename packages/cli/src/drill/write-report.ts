import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reportHtml, type Language, type Report } from '@understudy/drill';

/** Where drills' reports are, beside the configuration. */
const DRILLS_FOLDER = 'drills';

export interface ReportPlace {
  config: string;
  output?: string;
  lang: Language;
}

/** A folder a drill, with the report in each of its forms. */
export function writeReport(report: Report, { config, output, lang }: ReportPlace): string {
  const stamp = report.startedAt.replace(/[-:]/g, '').slice(0, 15);
  const beside = path.join(path.dirname(path.resolve(config)), DRILLS_FOLDER);
  const folder =
    output === undefined
      ? path.join(beside, `${stamp}-${report.scenario.name}`)
      : path.resolve(output);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report)}\n`);
  writeFileSync(path.join(folder, 'report.html'), reportHtml(report, { lang }));
  return folder;
}
