import { LAYERS, type Report } from '../../schema.ts';
import { bucketsOf, type Bucket } from '../parts/buckets.ts';
import type { Context } from '../parts/context.ts';
import { markup, nothing, type Markup } from '../parts/markup.ts';
import { axis, barOf, type BarPart, HEIGHT, legend, row, xOf } from '../parts/plot.ts';
import { told } from '../../words/phrases/phrase.ts';
import { count, duration, moment } from '../../words/quantities.ts';

type Errors = Report['errors'];

/** Failures by the layer that made them: how many, and from when until when. */
export function failures(of: Context): Markup {
  const { report, words, time } = of;
  if (report.errors.length === 0)
    return markup`<section><h2>${words.errors}</h2><p>${words.noErrors}</p></section>`;
  const groups = Map.groupBy(
    report.errors,
    ({ layer, kind }) => `${LAYERS.indexOf(layer)} ${kind}`,
  );
  const rows = [...groups.entries()]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, errors]) => spanOf(errors, of));
  return markup`<section><h2>${words.errors}</h2>${byLayer(of)}<div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${rows}${axis(of)}</div>${table(of)}</section>`;
}

/** Of all clients, stacked by who made them; nothing where a report does not tell. */
function byLayer(of: Context): Markup {
  const { report, words, time } = of;
  const buckets = bucketsOf(report.seconds, {}, time);
  const layers = LAYERS.filter((layer) =>
    buckets.some((bucket) => (bucket.byLayer.get(layer) ?? 0) > 0),
  );
  if (layers.length === 0) return nothing;
  const most = buckets.reduce((highest, { failed }) => Math.max(highest, failed), 1);
  const perBar = buckets[0]?.seconds ?? 1;
  const text = words.failuresAtMost(count(most), duration(perBar, words));
  const bars = buckets.map((bucket) => barOf(partsOf(bucket, words), bucket, most, of));
  const keys = layers.map((layer) => ({ className: `l-${layer}`, name: words.layers[layer] }));
  return markup`<p class="intro">${words.errorsIntro}</p>${legend(keys)}<div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${row({ name: words.allClients, about: text, text, drawing: markup`${bars}` }, of)}${axis(of)}</div>`;
}

function partsOf({ byLayer: counts }: Bucket, words: Context['words']): BarPart[] {
  return LAYERS.map((layer) => ({
    ...{ className: `l-${layer}`, name: words.layers[layer], value: counts.get(layer) ?? 0 },
  }));
}

function spanOf(errors: Errors, of: Context): Markup {
  const { words } = of;
  const all = errors.reduce((total, error) => total + error.count, 0);
  const [first] = errors;
  const name =
    first === undefined ? '' : `${words.layers[first.layer]}: ${told({ text: first.kind }, words)}`;
  const bars = errors.map(({ profile, firstSeconds, lastSeconds, count: times }, index) => {
    const from = xOf(firstSeconds, of);
    const height = (0.84 * HEIGHT) / errors.length;
    const y = 0.08 * HEIGHT + index * height;
    return markup`<rect class="failed" x="${from}" y="${y}" width="${Math.max(2, xOf(lastSeconds, of) - from)}" height="${height * 0.8}"><title>${profile}: ${times}, ${moment(firstSeconds, words)} – ${moment(lastSeconds, words)}</title></rect>`;
  });
  return row(
    { name, about: count(all), text: `${name}: ${count(all)}`, drawing: markup`${bars}` },
    of,
  );
}

function table({ report, words }: Context): Markup {
  const rows = report.errors
    .toSorted((left, right) => right.count - left.count)
    .map(
      ({ profile, target, layer, kind, count: times, firstSeconds, lastSeconds }) =>
        markup`<tr><th scope="row">${profile}</th><td>${words.targets[target]}</td><td>${words.layers[layer]}</td><td><code>${told({ text: kind }, words)}</code></td><td class="n">${count(times)}</td><td class="n">${moment(firstSeconds, words)}</td><td class="n">${moment(lastSeconds, words)}</td></tr>`,
    );
  const heads = [words.client, words.target, words.layer, words.kind];
  const numbers = [words.count, words.first, words.last];
  return markup`<div class="scroll"><table><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}${numbers.map((head) => markup`<th scope="col" class="n">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
