import type { Context } from '../parts/context.ts';
import { measuredOf, told } from '../../words/phrases/phrase.ts';
import { markup, type Markup } from '../parts/markup.ts';

/** Of the drill and of the site's owner: what was to hold, and what did. */
export function expectations({ report, words }: Context): Markup {
  const rows = report.expectations.map(
    (one) =>
      markup`<tr><td class="${one.met ? 'good' : 'bad'}"><b>${one.met ? `✓ ${words.met}` : `✗ ${words.notMet}`}</b></td><td class="wide">${told(one, words)}</td><td>${measuredOf(one, words)}</td><td>${words.of[one.of]}</td></tr>`,
  );
  return markup`<section><h2>${words.expectations}</h2><div class="scroll"><table><thead><tr><th scope="col">${words.verdict}</th><th scope="col">${words.expectation}</th><th scope="col">${words.measured}</th><th scope="col"></th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}
