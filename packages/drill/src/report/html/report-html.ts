import type { Report } from '../schema.ts';
import { WORDS, type FormOptions } from '../words/index.ts';
import { told } from '../words/phrases/phrase.ts';
import { page } from './page.ts';
import { contextOf } from './parts/context.ts';
import { markup } from './parts/markup.ts';
import { answers } from './sections/answers.ts';
import { expectations } from './sections/expectations.ts';
import { failures } from './sections/failures.ts';
import { findings } from './sections/findings.ts';
import { latency } from './sections/latency.ts';
import { particulars } from './sections/particulars.ts';
import { predicted } from './sections/predicted.ts';
import { queue } from './sections/queue.ts';
import { recovery } from './sections/recovery.ts';
import { requests } from './sections/requests.ts';
import { servers } from './sections/servers.ts';
import { timeline } from './sections/timeline.ts';
import { verdict } from './sections/verdict.ts';
import { writes } from './sections/writes.ts';

/** What happened first, then why, then all there is to know. */
const SECTIONS = [
  ...[verdict, recovery, predicted, findings, timeline, requests, answers, latency, servers],
  ...[writes, queue, failures, expectations, particulars],
];

/** A report as a page that stands alone: no file, script or font from elsewhere. */
export function reportHtml(report: Report, { lang }: FormOptions): string {
  const words = WORDS[lang];
  const context = contextOf(report, words);
  const body = markup`${SECTIONS.map((section) => section(context))}`;
  return page(
    `${told({ text: report.scenario.title }, words)} · ${report.site.domain}`,
    body,
    words,
  );
}
