import { markup, nothing, when, type Markup } from '../html/parts/markup.ts';
import { PROFILES, type Profile, type Rto } from '../schema.ts';
import type { Words } from '../words/index.ts';
import { measuredOf, told } from '../words/phrases/phrase.ts';
import { count, duration, share } from '../words/quantities.ts';
import type { Drill, Drills } from './schema.ts';

/** A row a drill: whether it held, and what visitors and data came to. */
export function drillsTable({ drills }: Drills, words: Words): Markup {
  if (drills.length === 0) return nothing;
  const scale = scaleSeconds(drills);
  const rows = drills.map((drill, index) => rowOf(drill, index, scale, words));
  const heads = [words.drill, words.verdict, words.recovers, words.cards.rpo, words.failed];
  return markup`<section><h2>${words.headline}</h2><p class="intro">${words.drillsIntro}</p><div class="scroll"><table class="drills"><thead><tr>${[...heads, words.expectationsMissed].map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** All bars of the page have one. */
function scaleSeconds(drills: readonly Drill[]): number {
  const all = drills.flatMap(({ rto }) => PROFILES.map((profile) => rto[profile]?.seconds ?? 0));
  return Math.max(1, ...all);
}

function rowOf(drill: Drill, index: number, scale: number, words: Words): Markup {
  const { scenario, verdict, requests, expectations } = drill;
  const isPassed = verdict === 'passed';
  const missed = expectations.filter(({ met }) => !met);
  const page = pageOf(drill);
  return markup`<tr><th scope="row"><a href="#drill-${index}">${told({ text: scenario.title }, words)}</a><br><small>${scenario.name}${page === undefined ? nothing : markup` · <a href="${page}">${words.report}</a>`}</small></th>
<td class="${isPassed ? 'good' : 'bad'}"><b>${isPassed ? '✓' : '✗'} ${words[verdict]}</b></td>
<td class="rtos">${bars(drill, scale, words)}</td><td>${lossOf(drill, words)}</td>
<td class="n">${share(requests.failed, requests.total)}</td>
<td class="wide">${when(missed.length === 0, () => markup`–`)}${missed.map((one) => markup`<p>${told(one, words)}: <b>${measuredOf(one, words)}</b></p>`)}</td></tr>`;
}

/** The page beside a drill's `report.json`; whatever else is said of a place is no link. */
function pageOf({ report }: Drill): string | undefined {
  return /^(?:\.\.\/)?[\w-][\w.-]*\/report\.json$/.test(report)
    ? report.replace(/\.json$/, '.html')
    : undefined;
}

/** A bar a kind of client; where nobody saw an outage, a word for all. */
function bars({ rto }: Drill, scale: number, words: Words): Markup {
  const seen = PROFILES.flatMap((profile) => {
    const one = rto[profile];
    return one === undefined ? [] : [{ profile, one }];
  });
  if (seen.every(({ one }) => one.unaffected))
    return markup`<span class="good">${words.cards.unaffected}</span>`;
  return markup`${seen.map(({ profile, one }) => bar(profile, one, scale, words))}`;
}

function bar(profile: Profile, seen: Rto, scale: number, words: Words): Markup {
  const name = markup`<span class="who">${profile}</span>`;
  if (seen.unaffected)
    return markup`<div class="rto">${name}<span></span><span class="good">${words.noOutage}</span></div>`;
  if (seen.seconds === null)
    return markup`<div class="rto">${name}<i class="never" style="width:100%"></i><span class="bad">${words.never}</span></div>`;
  const percent = (100 * seen.seconds) / scale;
  return markup`<div class="rto">${name}<i class="p-edge" style="width:${percent}%"></i><span>${duration(seen.seconds, words)}</span></div>`;
}

function lossOf({ rpo }: Drill, words: Words): Markup {
  if (rpo === null) return markup`–`;
  const { cards } = words;
  const { isMeasured, objects, acknowledged, oldestSeconds, lostForGood, diverged } = rpo;
  const lacked = isMeasured ? cards.objects(count(objects), count(acknowledged)) : '–';
  const isHarmed = lostForGood + diverged > 0;
  const age = objects === 0 ? '' : cards.oldest(duration(oldestSeconds, words));
  const harm = isHarmed
    ? `${cards.lost(count(lostForGood))}, ${cards.diverged(count(diverged))}`
    : '';
  return markup`${lacked}${[age, harm].filter((text) => text !== '').map((text) => markup`<br><small class="${text === harm ? 'bad' : ''}">${text}</small>`)}`;
}
