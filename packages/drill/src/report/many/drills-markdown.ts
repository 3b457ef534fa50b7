import { plain } from '../markdown/plain.ts';
import { VERDICT_SIGNS } from '../markdown/report-markdown.ts';
import { PROFILES, type Rto } from '../schema.ts';
import { WORDS, type FormOptions, type Words } from '../words/index.ts';
import { measuredOf, told } from '../words/phrases/phrase.ts';
import { count, duration, share } from '../words/quantities.ts';
import type { Drill, Drills } from './schema.ts';

const SIGN = { ...VERDICT_SIGNS, unfinished: '⏸️' } as const;

/** Several drills for a pull request: a row each, and below what was missed. */
export function drillsMarkdown({ asked, verdict, drills }: Drills, { lang }: FormOptions): string {
  const words = WORDS[lang];
  const missed = drills.filter((drill) => drill.verdict === 'missed');
  const sign = SIGN[verdict];
  const heads = [words.drill, words.verdict, ...PROFILES, words.rpoShort, words.failed];
  const rule = heads.map((_, index) => (index < 2 ? '---' : '---:'));
  const table = [heads, rule, ...drills.map((drill) => rowOf(drill, words))];
  return [
    `### ${sign} ${verdict === 'inconclusive' ? words.verdictInconclusive : words.drillsSaid(missed.length, drills.length, asked.length)}`,
    table.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...drills.filter((drill) => drill.verdict !== 'passed').map((drill) => missedOf(drill, words)),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function rowOf(drill: Drill, words: Words): string[] {
  const { scenario, verdict, rto, rpo, requests } = drill;
  return [
    plain(scenario.name),
    `${SIGN[verdict]} ${words[verdict]}`,
    ...PROFILES.map((profile) => outcomeOf(rto[profile], words)),
    rpo?.isMeasured === true
      ? words.cards.objects(count(rpo.objects), count(rpo.acknowledged))
      : '–',
    share(requests.failed, requests.total),
  ];
}

function outcomeOf(seen: Rto | undefined, words: Words): string {
  if (seen === undefined) return '–';
  if (seen.unaffected) return words.noOutage;
  return seen.seconds === null ? words.never : duration(seen.seconds, words);
}

function missedOf({ scenario, expectations }: Drill, words: Words): string {
  const lines = expectations
    .filter(({ met }) => !met)
    .map((one) => `- ❌ ${plain(told(one, words))}: ${plain(measuredOf(one, words))}`);
  return [
    `**${plain(told({ text: scenario.title }, words))}** (${plain(scenario.name)})`,
    '',
    ...lines,
  ].join('\n');
}
