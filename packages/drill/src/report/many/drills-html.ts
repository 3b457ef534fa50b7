import { page } from '../html/page.ts';
import { contextOf } from '../html/parts/context.ts';
import { markup, nothing, when, type Markup } from '../html/parts/markup.ts';
import { expectations } from '../html/sections/expectations.ts';
import { failures } from '../html/sections/failures.ts';
import { findings } from '../html/sections/findings.ts';
import { recovery } from '../html/sections/recovery.ts';
import { requests } from '../html/sections/requests.ts';
import type { Report } from '../schema.ts';
import { WORDS, type FormOptions, type Words } from '../words/index.ts';
import { told } from '../words/phrases/phrase.ts';
import { duration } from '../words/quantities.ts';
import { drillsTable } from './drills-table.ts';
import type { Drill, Drills } from './schema.ts';

export interface DrillsFormOptions extends FormOptions {
  /** The whole report of a drill, by where `drills.json` says that it is; undefined: it is gone. */
  reportOf(place: string): Report | undefined;
}

/** Of each drill's own report, what its reader looks at first. */
const SECTIONS = [recovery, findings, requests, failures, expectations];

/** Several drills as a page that stands alone: a row each, then each as it was. */
export function drillsHtml(all: Drills, { lang, reportOf }: DrillsFormOptions): string {
  const words = WORDS[lang];
  const each = all.drills.map((drill, index) =>
    drillOf(drill, index, reportOf(drill.report), words),
  );
  const body = markup`${head(all, words)}${drillsTable(all, words)}${each}`;
  const domain = all.drills[0]?.site.domain ?? '';
  return page(`${words.drills} · ${domain}`, body, words);
}

function head({ drills, asked, verdict }: Drills, words: Words): Markup {
  const missed = drills.filter((drill) => drill.verdict === 'missed').length;
  const tone = verdict === 'passed' ? 'passed' : 'missed';
  const said = words[verdict];
  const [first] = drills;
  const wallSeconds = drills.reduce((sum, drill) => sum + drill.wallSeconds, 0);
  const site =
    first === undefined
      ? nothing
      : markup`<p class="site"><b>${first.site.domain}</b><span>${words.primary} ${first.site.primary}</span><span>${words.standby} ${first.site.standby}</span><span>${words.ofSite(first.design)}</span><span>${words.speed} ${first.speed}×</span><span>${words.started} ${first.startedAt}</span><span>${words.took} ${duration(wallSeconds, words)}</span></p>`;
  return markup`<header class="top"><p class="over">Understudy · ${words.report}</p><h1>${words.drills}</h1>${site}<div class="verdict ${tone}"><strong>${said}</strong><span>${verdict === 'inconclusive' ? words.verdictInconclusive : words.drillsSaid(missed, drills.length, asked.length)}</span>${when(
    drills.length < asked.length,
    () => markup`<p>${words.notRun(asked.slice(drills.length).join(', '))}</p>`,
  )}</div></header>`;
}

function drillOf(drill: Drill, index: number, report: Report | undefined, words: Words): Markup {
  const { scenario, verdict } = drill;
  const said = words[verdict];
  const context = report === undefined ? undefined : contextOf(report, words);
  const sections =
    context === undefined
      ? markup`<p>${words.reportGone(drill.report)}</p>`
      : markup`${SECTIONS.map((section) => section(context))}`;
  return markup`<details class="drill" id="drill-${index}"><summary><b>${told({ text: scenario.title }, words)}</b> <code>${scenario.name}</code> <span class="${verdict === 'passed' ? 'good' : 'bad'}">${said}</span></summary><p class="lead">${told({ text: scenario.description }, words)}</p>${sections}</details>`;
}
