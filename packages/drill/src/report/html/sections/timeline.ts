import type { Report } from '../../schema.ts';
import { axis, block } from '../parts/plot.ts';
import type { Context } from '../parts/context.ts';
import { markup, nothing, when, type Markup } from '../parts/markup.ts';
import type { Words } from '../../words/index.ts';
import { told } from '../../words/phrases/phrase.ts';
import { moment } from '../../words/quantities.ts';

type DrillEvent = Report['events'][number];

/** A page with more is slow to open; report.json has them all. */
const EVENTS_MAX = 1_500;
const MOMENTS_MAX = 40;

/** What decides a drill's course, whoever it happens to. */
const DECISIVE = new Set(['fault', 'region', 'health-check', 'dns-answer-changed']);
/** What follows from it, in a region. */
const IN_REGION = new Set(['instance', 'scaling-activity', 'alarm', 'load-balancer-health']);

/** Phases, faults and events over the drill's time. */
export function timeline(of: Context): Markup {
  const { words, report } = of;
  const during = report.events
    .filter(({ atSeconds }) => atSeconds >= of.time.fromSeconds)
    .toSorted((left, right) => left.atSeconds - right.atSeconds);
  const moments = during.filter(({ type }) => DECISIVE.has(type)).slice(0, MOMENTS_MAX);
  return markup`<section><h2>${words.timeline}</h2><p class="intro">${words.timelineIntro}</p>
<div class="chart" data-from="${of.time.fromSeconds}" data-to="${of.time.toSeconds}">${phases(of)}${faults(of)}${lanes(during, of)}${axis(of)}</div>
${when(moments.length > 0, () => markup`<h3>${words.moments}</h3>${eventTable(moments, of)}`)}
<details><summary>${words.allEvents(during.length)}</summary>${eventTable(during.slice(0, EVENTS_MAX), of)}${when(
    during.length > EVENTS_MAX,
    () => markup`<p>${words.eventsLeftOut(during.length - EVENTS_MAX)}</p>`,
  )}</details>${phaseTable(of)}</section>`;
}

function lane(name: string, items: Markup, className: string): Markup {
  return markup`<div class="row"><div class="who"><b>${name}</b></div><div class="lane ${className}">${items}</div></div>`;
}

function phases(of: Context): Markup {
  const { report, words } = of;
  const blocks = report.phases.map(
    ({ name, fromSeconds, toSeconds, until, say }, index) =>
      markup`<i class="phase ph${index % 2}" style="${block(of, fromSeconds, toSeconds)}" title="${words.phases[name]}: ${moment(fromSeconds, words)} – ${moment(toSeconds, words)}; ${words.until}: ${told({ text: until, say }, words)}">${words.phases[name]}</i>`,
  );
  return lane(words.phasesTitle, markup`${blocks}`, 'phases');
}

function faults(of: Context): Markup {
  const { report, words, time } = of;
  if (report.faults.length === 0) return nothing;
  const rows = report.faults.map(({ atSeconds, untilSeconds, text }) =>
    lane(
      text,
      markup`<i class="faulty" style="${block(of, atSeconds, untilSeconds ?? time.toSeconds)}" title="${text}">${moment(atSeconds, words)} – ${untilSeconds === null ? '' : moment(untilSeconds, words)}</i>`,
      'faults',
    ),
  );
  return markup`${rows}`;
}

/** A lane a place: the name's answers and checks, then what happens in each region. */
function lanes(events: readonly DrillEvent[], of: Context): Markup {
  const { site } = of.report;
  const shown = events.filter(({ type }) => DECISIVE.has(type) || IN_REGION.has(type));
  const groups = Map.groupBy(shown, ({ source }) => source);
  const order = ['control', 'global', site.primary, site.standby];
  const sources = [...groups.keys()].toSorted(
    (left, right) => order.indexOf(left) - order.indexOf(right),
  );
  const rows = sources.map((source) => {
    const dots = (groups.get(source) ?? []).map(
      (event) =>
        markup`<i class="dot ${DECISIVE.has(event.type) ? 'decisive' : ''}" style="left:${of.time.percent(event.atSeconds)}%" title="${moment(event.atSeconds, of.words)} ${told(event, of.words)}"></i>`,
    );
    return lane(sourceName(source, of.words), markup`${dots}`, 'dots');
  });
  return markup`${rows}`;
}

function eventTable(events: readonly DrillEvent[], { words }: Context): Markup {
  const rows = events.map(
    (event) =>
      markup`<tr><td class="n">${moment(event.atSeconds, words)}</td><td>${sourceName(event.source, words)}</td><td class="wide"><code>${nameOf(event.type, words)}</code> ${told(event, words)}</td></tr>`,
  );
  return markup`<div class="scroll"><table class="events"><thead><tr><th scope="col" class="n">${words.time}</th><th scope="col">${words.source}</th><th scope="col">${words.event}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function phaseTable({ report, words }: Context): Markup {
  const rows = report.phases.map(
    ({ name, fromSeconds, toSeconds, until, say, reached }) =>
      markup`<tr><th scope="row">${words.phases[name]}</th><td class="n">${moment(fromSeconds, words)}</td><td class="n">${moment(toSeconds, words)}</td><td class="wide">${told({ text: until, say }, words)}${reached ? '' : ` (${words.notReached})`}</td></tr>`,
  );
  return markup`<details><summary>${words.phasesTitle}</summary><div class="scroll"><table><thead><tr><th scope="col">${words.phase}</th><th scope="col" class="n">${words.first}</th><th scope="col" class="n">${words.last}</th><th scope="col">${words.until}</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

/** Of a process that is no region. */
function sourceName(source: string, { sourceNames }: Words): string {
  return Object.entries(sourceNames).find(([name]) => name === source)?.[1] ?? source;
}

function nameOf(type: string, { eventTypes }: Words): string {
  return Object.entries(eventTypes).find(([name]) => name === type)?.[1] ?? type;
}
