import type { Profile } from '../../schema.ts';
import { placeClass, placeName, type Context } from '../parts/context.ts';
import { markup, nothing, type Markup } from '../parts/markup.ts';
import { axis, HEIGHT, legend, row, xOf } from '../parts/plot.ts';
import { moment } from '../../words/quantities.ts';

interface Step {
  fromSeconds: number;
  toSeconds: number;
  leadsTo: string;
}

/** Where each kind of client was led, over time. */
export function answers(of: Context): Markup {
  const { words, profiles, places, report, time } = of;
  if (report.dnsAnswers.length === 0) return nothing;
  const rows = profiles.map((profile) => {
    const steps = stepsOf(profile, of);
    const told = steps
      .map((step) => `${placeName(step.leadsTo, of)} ${moment(step.fromSeconds, words)}`)
      .join(', ');
    const blocks = steps.map(({ fromSeconds, toSeconds, leadsTo }) => {
      const from = xOf(fromSeconds, of);
      const text = `${placeName(leadsTo, of)}: ${moment(fromSeconds, words)} – ${moment(toSeconds, words)}`;
      return markup`<rect class="${placeClass(leadsTo, report)}" x="${from}" y="12" width="${xOf(toSeconds, of) - from}" height="${HEIGHT - 24}"><title>${text}</title></rect>`;
    });
    return row(
      {
        ...{ name: profile, about: words.profiles[profile], kind: 'thin' },
        text: `${profile}: ${words.answersOf(told)}`,
        drawing: markup`${blocks}`,
      },
      of,
    );
  });
  const keys = places.map((place) => ({
    className: placeClass(place, report),
    name: placeName(place, of),
  }));
  return markup`<section><h2>${words.answers}</h2><p class="intro">${words.answersIntro}</p>${legend(keys)}<div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${rows}${axis(of)}</div></section>`;
}

/** Answers one after another that lead to one place are one step. */
function stepsOf(wanted: Profile, { report, time }: Context): Step[] {
  const steps: Step[] = [];
  for (const { atSeconds, profile, leadsTo } of report.dnsAnswers) {
    if (profile !== wanted) continue;
    const last = steps.at(-1);
    if (last?.leadsTo === leadsTo) continue;
    if (last !== undefined) last.toSeconds = atSeconds;
    steps.push({ fromSeconds: atSeconds, toSeconds: time.toSeconds, leadsTo });
  }
  return steps;
}
