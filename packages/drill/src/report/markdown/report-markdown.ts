import { writesText } from '../writes-text.ts';
import { plain } from './plain.ts';
import { PROFILES, type PredictedRto, type Report } from '../schema.ts';
import { measuredOf, told } from '../words/phrases/phrase.ts';
import { count, duration, share } from '../words/quantities.ts';
import { WORDS, type FormOptions, type Words } from '../words/index.ts';

export const VERDICT_SIGNS = { passed: '✅', missed: '❌', inconclusive: '⚠️' } as const;

/** A report for a pull request: the verdict, the figures, and what to change. */
export function reportMarkdown(report: Report, { lang }: FormOptions): string {
  const words = WORDS[lang];
  const { verdict, scenario, requests, speed, seed } = report;
  const said = `${VERDICT_SIGNS[verdict]} ${words[verdict]}`;
  const failed = words.cards.failedOf(count(requests.failed), count(requests.total));
  return [
    `### ${said}: ${plain(told({ text: scenario.title }, words))}`,
    plain(told({ text: scenario.description }, words)),
    recoveryTable(report, words),
    `${words.cards.failed}: ${failed} (${share(requests.failed, requests.total)}). ${rpoText(report, words)}`,
    ...(report.writes === null
      ? []
      : [`${words.writes.title}: ${writesText(report.writes, words)}.`]),
    ...expectations(report, words),
    ...findings(report, words),
    `<sub>${plain(report.site.domain)}, ${plain(words.ofSite(report.design))}, ${words.speed} ${speed}×, ${words.seed} ${seed}</sub>`,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function recoveryTable({ rto, predicted }: Report, words: Words): string {
  const heads = [words.client, words.rtoShort, ...Object.values(words.stages), words.predicted];
  const rows = PROFILES.flatMap((profile) => {
    const seen = rto[profile];
    if (seen === undefined) return [];
    const { split } = seen;
    const parts = (['detect', 'decide', 'propagate', 'serve', 'warm'] as const).map((stage) =>
      split === null ? '–' : duration(split[stage], words),
    );
    const took = seen.seconds === null ? words.never : duration(seen.seconds, words);
    const outcome = seen.unaffected ? words.noOutage : took;
    return [[profile, `**${outcome}**`, ...parts, rangeText(predicted.rto[profile], words)]];
  });
  const rule = heads.map((_, index) => (index === 0 ? '---' : '---:'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rangeText(predicted: PredictedRto | undefined, words: Words): string {
  if (predicted === undefined) return '–';
  const { lowSeconds, highSeconds } = predicted;
  if (lowSeconds === null || highSeconds === null) return words.never;
  return `${lowSeconds.toFixed(0)}–${duration(Math.round(highSeconds), words)}`;
}

function rpoText({ rpo }: Report, words: Words): string {
  if (rpo === null) return words.noRpo;
  const { cards } = words;
  const { objects, acknowledged, oldestSeconds, lostForGood, diverged } = rpo;
  const behind = rpo.isMeasured
    ? cards.objects(count(objects), count(acknowledged))
    : cards.notMeasured;
  const parts = [
    ...(objects === 0 ? [] : [cards.oldest(duration(oldestSeconds, words))]),
    cards.lost(count(lostForGood)),
    cards.diverged(count(diverged)),
  ];
  return `${cards.rpo} (${words.rpoShort}): ${behind}; ${parts.join(', ')}.`;
}

function expectations({ expectations: all }: Report, words: Words): string[] {
  if (all.length === 0) return [];
  const lines = all.map(
    (one) =>
      `- ${one.met ? '✅' : '❌'} ${plain(told(one, words))}: ${plain(measuredOf(one, words))}`,
  );
  return [`**${words.expectations}**`, lines.join('\n')];
}

const SIGNS = { critical: '🔴', warning: '🟠', info: '🔵' } as const;

function findings({ findings: all }: Report, words: Words): string[] {
  if (all.length === 0) return [];
  const lines = all.map((finding) => {
    const { severity, setting, saySetting, savesSeconds } = finding;
    const change =
      setting === '' ? '' : ` → ${plain(told({ text: setting, say: saySetting }, words))}`;
    const saved = savesSeconds === null ? '' : ` (${words.saves(duration(savesSeconds, words))})`;
    return `- ${SIGNS[severity]} ${plain(told(finding, words))}${change}${saved}`;
  });
  return [`**${words.findings}**`, lines.join('\n')];
}
