import { page } from '../html/page.ts';
import { contextOf } from '../html/parts/context.ts';
import { markup, type Markup } from '../html/parts/markup.ts';
import { recovery } from '../html/sections/recovery.ts';
import { requests } from '../html/sections/requests.ts';
import type { Report } from '../schema.ts';
import { WORDS, type FormOptions } from '../words/index.ts';
import { told } from '../words/phrases/phrase.ts';
import { compareReports, type ComparedFigure } from './compare-reports.ts';

const TONES = { better: 'good', worse: 'bad', same: '' } as const;

/** Two reports on one page: figures side by side, then where each one's seconds went. */
export function compareHtml(pair: readonly [Report, Report], { lang }: FormOptions): string {
  const words = WORDS[lang];
  const { isLikeWithLike, figures } = compareReports(pair, { lang });
  const heads = pair.map(
    ({ scenario, startedAt, design, speed }) =>
      markup`<th scope="col" class="n">${scenario.name}<br><small>${startedAt}<br>${words.ofSite(design)}, ${speed}×</small></th>`,
  );
  const sides = pair.map((report, index) => {
    const context = contextOf(report, words);
    const title = `${index === 0 ? 'A' : 'B'}: ${told({ text: report.scenario.title }, words)} · ${report.startedAt}`;
    return markup`<h2 class="side">${title}</h2>${recovery(context)}${requests(context)}`;
  });
  const body = markup`<header class="top"><p class="over">Understudy</p><h1>${words.compared}</h1><p class="lead">${isLikeWithLike ? words.sameDrill : words.otherDrill}</p></header>
<section><div class="scroll"><table><thead><tr><th scope="col">${words.figure}</th>${heads}<th scope="col" class="n">${words.difference}</th></tr></thead><tbody>${figures.map(rowOf)}</tbody></table></div></section>
${sides}`;
  return page(words.compared, body, words);
}

function rowOf({ name, values, difference, trend }: ComparedFigure): Markup {
  const cells = values.map((value) => markup`<td class="n">${value}</td>`);
  return markup`<tr><th scope="row">${name}</th>${cells}<td class="n ${TONES[trend]}"><b>${difference}</b></td></tr>`;
}
