import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import {
  compareHtml,
  compareReports,
  drillsHtml,
  drillsJunit,
  drillsMarkdown,
  reportHtml,
  reportJunit,
  reportMarkdown,
  type Language,
  type Report,
} from '@understudy/drill/report';
import type { GlobalFlags } from '../flags.ts';
import { goOnWithoutOutput } from '../render/outputs.ts';
import { evidenceZip } from '../reports/evidence.ts';
import {
  findAny,
  findReport,
  reportBeside,
  type FoundDrills,
  type FoundReport,
} from '../reports/find-report.ts';
import { renderComparison } from '../reports/render-comparison.ts';
import { renderReport } from '../reports/render-report.ts';
import { renderSummary } from '../reports/render-summary.ts';
import { signWith } from '../reports/sign.ts';
import { shownPath } from '../reports/shown-path.ts';
import { summaryOf } from '../reports/summary-of.ts';

export interface ReportFlags extends GlobalFlags {
  compare?: string[];
  markdown?: true;
  junit?: true;
  /** A file; true: beside the report. */
  evidence?: string | true;
  /** A file of an SSH key, to sign the evidence with. */
  signWith?: string;
  /** Undefined: English, and the page stays as it was written. */
  lang?: Language;
  json?: true;
}

/** Opens the last report again, or the named one, in the form that is asked for. */
export async function report(named: string | undefined, flags: ReportFlags): Promise<void> {
  goOnWithoutOutput();
  if (flags.compare !== undefined) return compare(flags.compare, named, flags);
  const lang = flags.lang ?? 'en';
  if (flags.signWith !== undefined && flags.evidence === undefined)
    throw new UnderstudyError('UsageInvalid', {
      message: '--sign-with signs evidence, and none is asked for',
      hint: "'understudy report --evidence --sign-with ~/.ssh/id_ed25519' writes and signs it",
    });
  if (flags.evidence !== undefined)
    return await writeEvidence(findReport(named, flags.config), flags.evidence, {
      ...{ lang, key: flags.signWith },
    });
  const found = findAny(named, flags.config);
  process.stdout.write('report' in found ? formOf(found, flags, lang) : ofMany(found, flags, lang));
}

function ofMany({ drills, file }: FoundDrills, flags: ReportFlags, lang: Language): string {
  if (flags.markdown !== undefined) return drillsMarkdown(drills, { lang });
  if (flags.junit !== undefined) return drillsJunit(drills);
  if (flags.json !== undefined)
    return drills.drills
      .map((drill) => summaryOf(drill, path.join(path.dirname(file), drill.report)))
      .map((summary) => `${JSON.stringify(summary)}\n`)
      .join('');
  const page = path.join(path.dirname(file), 'drills.html');
  const reportOf = (place: string): Report | undefined => reportBeside(file, place);
  if (flags.lang !== undefined || !existsSync(page))
    writeFileSync(page, drillsHtml(drills, { lang, reportOf }));
  return `${renderSummary(drills.drills)}\n\nreport: ${shownPath(page)}\n`;
}

function formOf(found: FoundReport, flags: ReportFlags, lang: Language): string {
  if (flags.markdown !== undefined) return reportMarkdown(found.report, { lang });
  if (flags.junit !== undefined) return reportJunit(found.report);
  if (flags.json !== undefined) return `${JSON.stringify(summaryOf(found.report, found.file))}\n`;
  return `${renderReport(found.report)}\n\nreport: ${shownPath(pageOf(found, flags))}\n`;
}

/** The page beside the report: written anew where there is none, or another language is asked. */
function pageOf({ report: of, file }: FoundReport, { lang }: ReportFlags): string {
  const page = path.join(path.dirname(file), 'report.html');
  if (lang !== undefined || !existsSync(page))
    writeFileSync(page, reportHtml(of, { lang: lang ?? 'en' }));
  return page;
}

function compare(named: string[], other: string | undefined, flags: ReportFlags): void {
  const [first, second, ...more] = named;
  if (first === undefined || second === undefined || more.length > 0 || other !== undefined)
    throw new UnderstudyError('UsageInvalid', {
      message: '--compare takes two reports',
      hint: "name the folders of both: 'understudy report --compare drills/A drills/B'",
    });
  const [before, after] = [findReport(first, flags.config), findReport(second, flags.config)];
  const pair = [before.report, after.report] as const;
  const lang = flags.lang ?? 'en';
  const compared = compareReports(pair, { lang });
  if (flags.json !== undefined) return void process.stdout.write(`${JSON.stringify(compared)}\n`);
  const page = path.join(path.dirname(after.file), 'comparison.html');
  writeFileSync(page, compareHtml(pair, { lang }));
  const sides = `A: ${shownPath(before.file)}\nB: ${shownPath(after.file)}`;
  process.stdout.write(
    `${sides}\n\n${renderComparison(compared)}\n\ncomparison: ${shownPath(page)}\n`,
  );
}

async function writeEvidence(
  { report: of, file }: FoundReport,
  asked: string | true,
  { lang, key }: { lang: Language; key: string | undefined },
): Promise<void> {
  const zip = asked === true ? path.join(path.dirname(file), 'evidence.zip') : path.resolve(asked);
  const sign =
    key === undefined
      ? undefined
      : (checksums: string): string => signWith(path.resolve(key), checksums);
  writeFileSync(zip, await evidenceZip(of, readFileSync(file), { lang, sign }));
  const note =
    key === undefined ? 'not signed; --sign-with KEYFILE signs it' : `signed with ${key}`;
  process.stdout.write(`evidence: ${shownPath(zip)} (${note})\n`);
}
