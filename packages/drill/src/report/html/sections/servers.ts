import type { Report } from '../../schema.ts';
import type { Context } from '../parts/context.ts';
import { coordinate, markup, nothing, when, type Markup } from '../parts/markup.ts';
import { axis, HEIGHT, row, WIDTH, xOf } from '../parts/plot.ts';
import { count, duration } from '../../words/quantities.ts';

type Steps = Report['capacity'];

/** Web servers of each region over the drill's time. */
export function servers(of: Context): Markup {
  const { report, words, time } = of;
  const regions = [report.site.primary, report.site.standby];
  const groups = Map.groupBy(report.capacity, ({ region }) => region);
  const most = report.capacity.reduce((highest, { wanted }) => Math.max(highest, wanted), 1);
  const rows = regions.flatMap((region) => {
    const steps = within(groups.get(region) ?? [], time.fromSeconds);
    if (steps.length === 0) return [];
    const serving = steps.map((step) => step.serving);
    const about = words.serversOf(count(Math.min(...serving)), count(Math.max(...serving)));
    const drawing = markup`<path class="area ${region === report.site.primary ? 'a-primary' : 'a-standby'}" d="${areaOf(steps, most, of)}"/><path class="line wanted" d="${lineOf(steps, most, of)}"/>`;
    return [row({ name: region, about, text: `${region}: ${about}`, drawing }, of)];
  });
  if (rows.length === 0) return nothing;
  return markup`<section><h2>${words.servers}</h2><p class="intro">${words.serversIntro}</p>${predicted(of)}<div class="chart" data-from="${time.fromSeconds}" data-to="${time.toSeconds}">${rows}${axis(of)}</div></section>`;
}

/** Whether the standby was to take the load, from its templates. */
function predicted({ report, words }: Context): Markup {
  const { standby } = report.predicted;
  if (standby?.takes == null || standby.needed === null) return nothing;
  const { takes, instances, needed, firstAddedSeconds, allAddedSeconds, bootSeconds } = standby;
  const { requestsPerMinute, surgePerMinute, isBootMeasured } = standby;
  const load = words.standbyTakes(
    count(requestsPerMinute + surgePerMinute),
    count(takes),
    count(instances),
    count(needed),
  );
  const surge = when(
    surgePerMinute > 0,
    () => markup` ${words.standbySurge(count(surgePerMinute))}`,
  );
  if (firstAddedSeconds === null || allAddedSeconds === null) return markup`<p>${load}${surge}</p>`;
  const added = words.standbyAdds(
    duration(firstAddedSeconds, words),
    duration(allAddedSeconds, words),
  );
  const boot = when(bootSeconds !== null, () => {
    const time = duration(bootSeconds ?? 0, words);
    return markup` ${isBootMeasured ? words.launchSeen(time) : words.launchAssumed(time)}`;
  });
  return markup`<p>${load}${surge} ${added}${boot}</p>`;
}

/** Those of before the chart are what it begins with. */
function within(steps: Steps, fromSeconds: number): Steps {
  const first = steps.findLast(({ atSeconds }) => atSeconds <= fromSeconds);
  const later = steps.filter(({ atSeconds }) => atSeconds > fromSeconds);
  return first === undefined ? later : [{ ...first, atSeconds: fromSeconds }, ...later];
}

function yOf(value: number, most: number): number {
  return coordinate(HEIGHT - (0.92 * HEIGHT * value) / most);
}

function areaOf(steps: Steps, most: number, of: Context): string {
  const path = steps
    .map(({ atSeconds, serving }) => `H${coordinate(xOf(atSeconds, of))}V${yOf(serving, most)}`)
    .join('');
  return `M${coordinate(xOf(steps[0]?.atSeconds ?? 0, of))} ${HEIGHT}${path}H${WIDTH}V${HEIGHT}Z`;
}

function lineOf(steps: Steps, most: number, of: Context): string {
  const [first, ...later] = steps.map(({ atSeconds, wanted }) => ({
    ...{ x: coordinate(xOf(atSeconds, of)), y: yOf(wanted, most) },
  }));
  const path = later.map(({ x, y }) => `H${x}V${y}`).join('');
  return `M${first?.x ?? 0} ${first?.y ?? HEIGHT}${path}H${WIDTH}`;
}
