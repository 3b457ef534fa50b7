import type { Writes } from '../../writes-schema.ts';
import type { Words } from '../../words/index.ts';
import { count, moment } from '../../words/quantities.ts';
import { writesText } from '../../writes-text.ts';
import type { Context } from '../parts/context.ts';
import { markup, nothing, when, type Markup, type Piece } from '../parts/markup.ts';

/** What the site acknowledged of its own client's writes, and what became of them. */
export function writes({ report, words }: Context): Markup {
  const seen = report.writes;
  if (seen === null) return nothing;
  const of = words.writes;
  return markup`<section><h2>${of.title}</h2><p class="intro">${of.intro(seen.client)}</p><p>${writesText(seen, words)}</p>${[soldTwice(seen, words), lost(seen, words), doubled(seen, words), failures(seen, words)]}</section>`;
}

function soldTwice({ soldTwice: { named } }: Writes, words: Words): Markup {
  const { writes: of } = words;
  const rows = named.map(({ key, sales, keptAtPrimary, keptAtStandby }) => {
    const writers = sales.map(({ id, place, atSeconds }) =>
      of.by(id, place, moment(atSeconds, words)),
    );
    const kept = new Set([keptAtPrimary ?? of.nobody, keptAtStandby ?? of.nobody]);
    return [key, writers.join(', '), [...kept].join(' / ')];
  });
  return listed(of.soldTwiceTitle, [of.object, of.writers, of.kept], rows);
}

function lost({ lost: { named } }: Writes, words: Words): Markup {
  const { writes: of } = words;
  const rows = named.map(({ key, id, place, atSeconds }) => [
    ...[key, of.by(id, place, moment(atSeconds, words))],
  ]);
  return listed(of.lostTitle, [of.object, of.write], rows);
}

function doubled({ doubled: { named } }: Writes, { writes: of }: Words): Markup {
  const rows = named.map(({ id, keys }) => [id, keys.join(', ')]);
  return listed(of.doubledTitle, [of.write, of.object], rows);
}

function failures({ failures: all }: Writes, words: Words): Markup {
  const rows = all.map(({ reason, count: times }) => [reason, count(times)]);
  return listed(words.writes.failuresTitle, [words.kind, words.count], rows);
}

function listed(title: string, heads: string[], rows: string[][]): Markup {
  const cells = (row: readonly string[], cell: (text: string) => Piece): Markup =>
    markup`<tr>${row.map((text) => markup`${cell(text)}`)}</tr>`;
  return when(
    rows.length > 0,
    () =>
      markup`<h3>${title}</h3><div class="scroll"><table><thead>${cells(heads, (text) => markup`<th scope="col">${text}</th>`)}</thead><tbody>${rows.map((row) => cells(row, (text) => markup`<td class="wide">${text}</td>`))}</tbody></table></div>`,
  );
}
