import type { Context } from '../parts/context.ts';
import { markup, nothing, when, type Markup } from '../parts/markup.ts';
import type { Report } from '../../schema.ts';
import type { Words } from '../../words/index.ts';
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
${hashes(report, words)}<details><summary>${words.config}</summary><pre>${JSON.stringify(config, undefined, 2)}</pre></details></section>`;
}

/** A link of the web; whatever else a scenario says is text, never a `javascript:` link. */
function source(address: string): Markup {
  return /^https?:\/\//.test(address)
    ? markup`<li><a href="${address}" rel="noreferrer">${address}</a></li>`
    : markup`<li>${address}</li>`;
}

function hashes({ templates, configSha256 }: Report, words: Words): Markup {
  if (templates.length === 0) return nothing;
  const rows = [
    ...templates.map(({ stack, region, sha256 }) => [`${stack} (${region})`, sha256]),
    [words.configHash, configSha256],
  ].map(
    ([name = '', hash = '']) =>
      markup`<tr><th scope="row">${name}</th><td class="wide"><code>${hash}</code></td></tr>`,
  );
  return markup`<details><summary>${words.templates}</summary><div class="scroll"><table><tbody>${rows}</tbody></table></div></details>`;
}
