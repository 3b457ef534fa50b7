import type { PredictedRto, Profile, Rto, Split } from '../../schema.ts';
import type { Words } from '../../words/index.ts';
import type { Context } from '../parts/context.ts';
import { coordinate, markup, nothing, when, type Markup } from '../parts/markup.ts';
import { told } from '../../words/phrases/phrase.ts';
import { duration } from '../../words/quantities.ts';

const STAGES = ['detect', 'decide', 'propagate', 'serve', 'warm'] as const;

/** The RTO of each profile as a bar of its parts, above what the templates predict. */
export function recovery(of: Context): Markup {
  const { words, profiles, report } = of;
  const scale = scaleSeconds(of);
  const rows = profiles.flatMap((profile) => {
    const seen = report.rto[profile];
    return seen === undefined ? [] : [rowOf(profile, seen, scale, of)];
  });
  const keys = STAGES.map(
    (stage) =>
      markup`<li><i class="key s-${stage}"></i><b>${words.stages[stage]}</b> ${words.stagesMean[stage]}</li>`,
  );
  return markup`<section><h2>${words.recovery}</h2><p class="intro">${words.recoveryIntro}</p>
<ul class="legend stages">${keys}<li><i class="key range"></i>${words.predicted}</li></ul>
<div class="bars">${rows}</div>${table(of)}</section>`;
}

/** What the widest bar or prediction needs. */
function scaleSeconds({ report, profiles }: Context): number {
  const all = profiles.flatMap((profile) => [
    report.rto[profile]?.seconds ?? 0,
    report.predicted.rto[profile]?.highSeconds ?? 0,
    (report.rto[profile]?.seconds ?? 0) + afterSeconds(report.rto[profile]),
  ]);
  return Math.max(1, ...all) * 1.02;
}

function rowOf(profile: Profile, seen: Rto, scale: number, of: Context): Markup {
  const { words, report } = of;
  return markup`<div class="bar-row"><div class="who"><b>${profile}</b><span>${words.profiles[profile]}</span></div><div class="bar-place">${bar(seen, scale, of)}${predictedRange(report.predicted.rto[profile], scale, of)}</div><div class="result ${tone(seen)}">${outcome(seen, of)}</div></div>`;
}

function outcome(seen: Rto, { words }: Pick<Context, 'words'>): string {
  if (seen.unaffected) return words.noOutage;
  return seen.seconds === null ? words.never : duration(seen.seconds, words);
}

function tone({ unaffected, recovered }: Rto): string {
  return unaffected ? 'good' : recovered ? '' : 'bad';
}

/** Too narrow for its figure below this. */
const LABELLED_PERCENT = 8;

function bar(seen: Rto, scale: number, { words }: Context): Markup {
  if (seen.unaffected) return markup`<div class="bar"></div>`;
  if (seen.split === null)
    return markup`<div class="bar never"><span>${seen.seconds === null ? words.neverWhile : ''}</span></div>`;
  const { split } = seen;
  const parts = STAGES.filter((stage) => split[stage] > 0).map((stage) => {
    const percent = (100 * split[stage]) / scale;
    const took = duration(split[stage], words);
    return markup`<i class="s-${stage}" style="width:${percent}%" title="${words.stages[stage]}: ${took}">${percent < LABELLED_PERCENT ? '' : took}</i>`;
  });
  const after = afterSeconds(seen);
  return markup`<div class="bar" role="img" aria-label="${splitText(split, words)}">${parts}${when(
    after > 0,
    () =>
      markup`<i class="after" style="width:${(100 * after) / scale}%" title="${warmTitle(seen, words)}"></i>`,
  )}</div>`;
}

function splitText(split: Split, words: Words): string {
  return STAGES.map((stage) => `${words.stages[stage]} ${duration(split[stage], words)}`).join(
    ', ',
  );
}

function predictedRange(
  predicted: PredictedRto | undefined,
  scale: number,
  { words }: Context,
): Markup {
  if (predicted === undefined) return nothing;
  const { lowSeconds, typicalSeconds, highSeconds } = predicted;
  if (lowSeconds === null || typicalSeconds === null || highSeconds === null)
    return markup`<div class="predicted none">${words.predictedNever}</div>`;
  const text = words.predictedRange(
    duration(lowSeconds, words),
    duration(typicalSeconds, words),
    duration(highSeconds, words),
  );
  const at = (value: number): number => coordinate((100 * value) / scale);
  return markup`<div class="predicted" role="img" aria-label="${text}" title="${text}"><i class="range" style="left:${at(lowSeconds)}%;width:${at(highSeconds - lowSeconds)}%"></i><i class="typical" style="left:${at(typicalSeconds)}%"></i></div>`;
}

function table(of: Context): Markup {
  const { words, profiles, report } = of;
  const rows = profiles.flatMap((profile) => {
    const seen = report.rto[profile];
    if (seen === undefined) return [];
    const predicted = report.predicted.rto[profile];
    const parts = STAGES.map(
      (stage) =>
        markup`<td class="n">${seen.split === null ? '–' : duration(seen.split[stage], words)}</td>`,
    );
    return [
      markup`<tr><th scope="row">${profile}</th><td class="n ${tone(seen)}"><b>${outcome(seen, of)}</b></td>${parts}<td class="n">${rangeText(predicted, words)}</td><td class="wide">${becauseOf(seen, words)}${warmText(seen, words)}${when(
        predicted !== undefined,
        () =>
          markup`<br><small>${words.predicted}: ${told({ text: predicted?.because ?? '', say: predicted?.say }, words)}</small>`,
      )}</td></tr>`,
    ];
  });
  const stages = STAGES.map(
    (stage) => markup`<th scope="col" class="n">${words.stages[stage]}</th>`,
  );
  return markup`<div class="scroll"><table><thead><tr><th scope="col">${words.client}</th><th scope="col" class="n">${words.rtoShort}</th>${stages}<th scope="col" class="n">${words.predicted}</th><th scope="col">${words.why}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function rangeText(predicted: PredictedRto | undefined, words: Words): string {
  if (predicted === undefined) return '–';
  const { lowSeconds, highSeconds } = predicted;
  if (lowSeconds === null || highSeconds === null) return words.never;
  return `${lowSeconds.toFixed(0)}–${duration(Math.round(highSeconds), words)}`;
}

/** What took less is not worth a word. */
const SAID_SECONDS_MIN = 0.05;

function becauseOf({ unaffected, split }: Rto, words: Words): string {
  if (unaffected) return words.becauseUnaffected;
  if (split === null) return words.becauseNever;
  return STAGES.filter((stage) => split[stage] >= SAID_SECONDS_MIN)
    .map((stage) =>
      words.becauseOf(
        duration(split[stage], words),
        stage === 'warm' ? words.inARow : words.stagesMean[stage],
      ),
    )
    .join(', ');
}

/** What of getting warm comes after the RTO; 0 where there is nothing, or no end of it. */
function afterSeconds(seen: Rto | undefined): number {
  if (seen?.split == null || seen.warm?.seconds == null) return 0;
  return Math.max(0, seen.warm.seconds - seen.split.warm);
}

function warmTitle({ warm }: Rto, words: Words): string {
  return warm?.seconds == null ? '' : words.warmAfter(duration(warm.seconds, words));
}

function warmText({ warm }: Rto, words: Words): Markup {
  if (warm === null) return nothing;
  const time = (seconds: number | null): string =>
    seconds === null ? words.notWhile : duration(seconds, words);
  const parts = words.warmParts(time(warm.latencySeconds), time(warm.capacitySeconds));
  return markup`<br><small>${words.stages.warm}: ${parts}</small>`;
}
