import type { Context } from '../parts/context.ts';
import { markup, when, type Markup } from '../parts/markup.ts';
import { told } from '../../words/phrases/phrase.ts';
import { duration } from '../../words/quantities.ts';

/** What to change, and by how much that would help. */
export function findings({ report, words }: Context): Markup {
  const items = report.findings.map((finding) => {
    const { severity, setting, saySetting, savesSeconds } = finding;
    const saved = savesSeconds === null ? '' : words.saves(duration(savesSeconds, words));
    return markup`<li class="${severity}"><span class="tag">${words.severities[severity]}</span><div><p>${told(finding, words)}</p>${when(
      setting !== '',
      () =>
        markup`<p class="setting"><span>${words.setting}:</span> <code>${told({ text: setting, say: saySetting }, words)}</code></p>`,
    )}${when(saved !== '', () => markup`<p class="saves">${saved}</p>`)}</div></li>`;
  });
  const list =
    items.length === 0
      ? markup`<p>${words.noFindings}</p>`
      : markup`<ul class="findings">${items}</ul>`;
  return markup`<section><h2>${words.findings}</h2>${list}</section>`;
}
