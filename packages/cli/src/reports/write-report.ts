import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  reportHtml,
  reportJunit,
  reportMarkdown,
  type Language,
  type Report,
} from '@understudy/drill';

/** Where drills' reports are, beside the configuration. */
export const DRILLS_FOLDER = 'drills';

export interface ReportPlace {
  config: string;
  output?: string;
  all?: true;
  lang: Language;
  markdown?: string;
  junit?: string;
}

/** A folder a drill, with the report and its page; other forms where they were asked for. */
export function writeReport(report: Report, place: ReportPlace): string {
  const { config, output, all, lang, markdown, junit } = place;
  const stamp = report.startedAt.replace(/[-:]/g, '').slice(0, 15);
  const beside = path.join(path.dirname(path.resolve(config)), DRILLS_FOLDER);
  const folder =
    output === undefined
      ? path.join(beside, `${stamp}-${report.scenario.name}`)
      : path.resolve(output, all === undefined ? '.' : report.scenario.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report)}\n`);
  writeFileSync(path.join(folder, 'report.html'), reportHtml(report, { lang }));
  if (markdown !== undefined) writeFileSync(markdown, reportMarkdown(report, { lang }));
  if (junit !== undefined) writeFileSync(junit, reportJunit(report));
  return folder;
}
