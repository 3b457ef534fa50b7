import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  reportHtml,
  reportJunit,
  reportMarkdown,
  type Language,
  type Report,
} from '@understudy/drill/report';

/** Where drills' reports are, beside the configuration. */
export const DRILLS_FOLDER = 'drills';

export interface ReportPlace {
  config: string;
  output?: string;
  lang: Language;
  markdown?: string;
  junit?: string;
}

/** A folder a drill, with the report and its page; other forms where they were asked for. */
export function writeReport(report: Report, place: ReportPlace): string {
  const { lang, markdown, junit } = place;
  const folder = folderOf(report, report.scenario.name, place);
  writeInto(folder, report, lang);
  if (markdown !== undefined) writeFileSync(markdown, reportMarkdown(report, { lang }));
  if (junit !== undefined) writeFileSync(junit, reportJunit(report));
  return folder;
}

/** The one that was asked for, or one beside the configuration that says when and what. */
export function folderOf(
  { startedAt }: Pick<Report, 'startedAt'>,
  name: string,
  { config, output }: Pick<ReportPlace, 'config' | 'output'>,
): string {
  if (output !== undefined) return path.resolve(output);
  const stamp = startedAt.replace(/[-:]/g, '').slice(0, 15);
  return path.join(path.dirname(path.resolve(config)), DRILLS_FOLDER, `${stamp}-${name}`);
}

export function writeInto(folder: string, report: Report, lang: Language): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report)}\n`);
  writeFileSync(path.join(folder, 'report.html'), reportHtml(report, { lang }));
}
