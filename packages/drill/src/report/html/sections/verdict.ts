import type { Context } from '../parts/context.ts';
import { markup, when, type Markup } from '../parts/markup.ts';
import { measuredOf, told } from '../../words/phrases/phrase.ts';
import { count, duration, share } from '../../words/quantities.ts';

/** What it was, whether it went well, and the figures that one looks for first. */
export function verdict(of: Context): Markup {
  const { report, words } = of;
  const { scenario, design, site, expectations } = report;
  const missed = expectations.filter(({ met }) => !met);
  const said = words[report.verdict];
  const why = {
    ...{ passed: words.verdictPassed, missed: words.verdictMissed },
    inconclusive: words.verdictInconclusive,
  }[report.verdict];
  return markup`<header class="top">
<p class="over">Understudy · ${words.report} · ${scenario.name}</p>
<h1>${told({ text: scenario.title }, words)}</h1>
<p class="lead">${told({ text: scenario.description }, words)}</p>
<p class="site"><b>${site.domain}</b><span>${words.primary} ${site.primary}</span><span>${words.standby} ${site.standby}</span><span>${words.ofSite(design)}</span></p>
<div class="verdict ${report.verdict}"><strong>${said}</strong><span>${why}</span>${when(
    missed.length > 0,
    () =>
      markup`<ul>${missed.map((one) => markup`<li>${told(one, words)}: <b>${measuredOf(one, words)}</b></li>`)}</ul>`,
  )}</div>
</header>
<section aria-label="${words.headline}"><div class="cards">${[backCard(of), stuckCard(of), rpoCard(of), failedCard(of)]}</div></section>`;
}

interface Card {
  title: string;
  figure: string;
  about: string;
  tone: 'good' | 'bad' | 'plain';
}

function card({ title, figure, about, tone }: Card): Markup {
  return markup`<div class="card ${tone}"><h3>${title}</h3><p class="figure">${figure}</p><p>${about}</p></div>`;
}

function backCard({ report, profiles, words }: Context): Markup {
  const back = profiles.flatMap((profile) => {
    const took = report.rto[profile]?.seconds;
    return typeof took === 'number' ? [{ profile, took }] : [];
  });
  const slowest = back.toSorted((left, right) => right.took - left.took)[0];
  const isUnharmed = profiles.every((profile) => report.rto[profile]?.unaffected === true);
  return card({
    ...{ title: words.cards.back, tone: isUnharmed ? 'good' : 'plain' },
    figure: slowest === undefined ? '–' : duration(slowest.took, words),
    about: isUnharmed
      ? words.cards.unaffected
      : back.map(({ profile, took }) => `${profile} ${duration(took, words)}`).join(' · '),
  });
}

function stuckCard({ report, profiles, words }: Context): Markup {
  const stuck = profiles.filter((profile) => report.rto[profile]?.recovered === false);
  return card({
    ...{ title: words.cards.stuck, tone: stuck.length === 0 ? 'good' : 'bad' },
    figure: stuck.length === 0 ? '0' : words.cards.stuckOf(stuck.length, profiles.length),
    about: stuck.length === 0 ? words.cards.noneStuck : stuck.join(' · '),
  });
}

function rpoCard({ report: { rpo }, words }: Context): Markup {
  const { cards } = words;
  const title = `${cards.rpo} (${words.rpoShort})`;
  if (rpo === null) return card({ title, figure: '–', about: words.noRpo, tone: 'plain' });
  const { isMeasured, objects, acknowledged, oldestSeconds, lostForGood, diverged } = rpo;
  const about = [
    ...(isMeasured ? [] : [cards.notMeasured]),
    ...(objects === 0 ? [] : [cards.oldest(duration(oldestSeconds, words))]),
    cards.lost(count(lostForGood)),
    cards.diverged(count(diverged)),
  ];
  return card({
    ...{ title, about: about.join(' · ') },
    figure: isMeasured ? cards.objects(count(objects), count(acknowledged)) : '–',
    tone: lostForGood + diverged > 0 ? 'bad' : isMeasured && objects === 0 ? 'good' : 'plain',
  });
}

function failedCard({ report: { requests }, words }: Context): Markup {
  return card({
    title: words.cards.failed,
    figure: share(requests.failed, requests.total),
    about: words.cards.failedOf(count(requests.failed), count(requests.total)),
    tone: requests.failed === 0 ? 'good' : 'plain',
  });
}
