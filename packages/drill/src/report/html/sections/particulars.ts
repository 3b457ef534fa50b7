import type { Context } from '../parts/context.ts';
import { markup, when, type Markup } from '../parts/markup.ts';
import { duration } from '../../words/quantities.ts';

/** What one needs to run it again, and to know what it was of. */
export function particulars({ report, words }: Context): Markup {
  const { scenario, speed, seed, startedAt, wallSeconds, versions, config } = report;
  const facts = [
    [words.started, startedAt],
    [words.took, duration(wallSeconds, words)],
    [words.speed, `${speed}×`],
    [words.seed, String(seed)],
    [
      words.versions,
      Object.entries(versions)
        .map((pair) => pair.join(' '))
        .join(', '),
    ],
  ];
  const again = `understudy drill ${scenario.name} --speed ${speed} --seed ${seed}`;
  return markup`<section><h2>${words.particulars}</h2><dl>${facts.map(([name = '', value = '']) => markup`<dt>${name}</dt><dd>${value}</dd>`)}<dt>${words.again}</dt><dd><code>${again}</code></dd></dl>
${when(scenario.sources.length > 0, () => markup`<h3>${words.sources}</h3><ul>${scenario.sources.map(source)}</ul>`)}
<details><summary>${words.config}</summary><pre>${JSON.stringify(config, undefined, 2)}</pre></details></section>`;
}

/** A link of the web; whatever else a scenario says is text, never a `javascript:` link. */
function source(address: string): Markup {
  return /^https?:\/\//.test(address)
    ? markup`<li><a href="${address}" rel="noreferrer">${address}</a></li>`
    : markup`<li>${address}</li>`;
}
