import {
  PROFILES,
  type Finding,
  type PredictedRto,
  type Report,
  type Rto,
  writesText,
} from '@understudy/drill/report';
import { WORDS } from '@understudy/drill/languages';
import { colors } from '../render/colors.ts';
import { table } from '../render/table.ts';
import { wrap } from '../render/wrap.ts';
import { renderFailures } from './render-failures.ts';

/** Of a terminal that nobody has made wider. */
const COLUMNS = 80;

/** A drill's report, for a terminal. */
export function renderReport(report: Report): string {
  const { expectations, findings } = report;
  const failures = renderFailures(report);
  return [
    ...verdictLines(report),
    '',
    rtoTable(report),
    ...warmLines(report),
    '',
    ...hanging('', rpoText(report)),
    ...hanging('', requestsText(report)),
    ...(report.writes === null
      ? []
      : hanging('', `Writes: ${writesText(report.writes, WORDS.en)}`)),
    ...(failures === '' ? [] : ['', failures]),
    ...(expectations.length === 0 ? [] : ['', colors.bold('Expected')]),
    ...expectations.flatMap(({ text, measured, met }) =>
      hanging(met ? colors.green('✓ ') : colors.red('✗ '), `${text}: ${measured}`, 2),
    ),
    ...(findings.length === 0 ? [] : ['', colors.bold('What to change')]),
    ...findings.flatMap(findingLines),
  ].join('\n');
}

function verdictLines({ verdict, scenario, wallSeconds, speed, seed }: Report): string[] {
  const said = verdict === 'passed' ? colors.green(verdict) : colors.red(verdict);
  return [
    `${colors.bold(shown(scenario.title))}: ${said}`,
    colors.dim(`${wallSeconds.toFixed(0)} s at speed ${speed}, seed ${seed}; all in AWS time`),
    ...(verdict === 'inconclusive' ? hanging('', WORDS.en.verdictInconclusive) : []),
  ];
}

const HEADS = ['CLIENT', 'RTO', 'DETECT', 'DECIDE', 'PROPAGATE', 'SERVE', 'WARM', 'PREDICTED'];

function rtoTable({ rto, predicted }: Report): string {
  const rows = PROFILES.flatMap((profile) => {
    const seen = rto[profile];
    if (seen === undefined) return [];
    const { split } = seen;
    const parts =
      split === null
        ? ['', '', '', '', '']
        : [split.detect, split.decide, split.propagate, split.serve, split.warm].map(figure);
    return [[profile, outcomeOf(seen), ...parts, rangeOf(predicted.rto[profile])]];
  });
  const heads = HEADS.map((head) => colors.dim(head));
  return table([heads, ...rows], { right: HEADS.map((_, column) => column).slice(1) });
}

/** What of getting warm outlasts the RTO; the table has the part before. */
function warmLines({ rto }: Report): string[] {
  const parts = PROFILES.flatMap((profile) => {
    const warm = rto[profile]?.warm;
    if (warm == null) return [];
    const time = (seconds: number | null): string => (seconds === null ? '–' : figure(seconds));
    return [`${profile} ${time(warm.latencySeconds)}/${time(warm.capacitySeconds)}`];
  });
  if (parts.length === 0) return [];
  const said = 'Seconds from the first good answer until latency/capacity as before: ';
  return ['', ...hanging('', `${said}${parts.join(', ')}`)];
}

function outcomeOf({ seconds: took, unaffected }: Rto): string {
  if (unaffected) return colors.green('none');
  return took === null ? colors.red('never') : colors.bold(`${figure(took)} s`);
}

function rangeOf(predicted: PredictedRto | undefined): string {
  if (predicted === undefined) return '';
  const { lowSeconds, highSeconds } = predicted;
  if (lowSeconds === null || highSeconds === null) return 'never';
  return `${lowSeconds.toFixed(0)}–${highSeconds.toFixed(0)} s`;
}

function rpoText({ rpo }: Report): string {
  if (rpo === null) return 'RPO: the site has no bucket that is replicated';
  const { isMeasured, objects, acknowledged, oldestSeconds, lostForGood, diverged } = rpo;
  const age = objects === 0 ? '' : `, the oldest ${figure(oldestSeconds)} s old`;
  const lacked = isMeasured
    ? `the standby lacked ${objects} of ${acknowledged} objects${age}`
    : 'the standby could not be asked at the moment of loss';
  return `RPO: ${lacked}; ${lostForGood} lost for good, ${diverged} differ`;
}

function requestsText({ requests: { failed, total } }: Report): string {
  const share = total === 0 ? '' : ` (${((100 * failed) / total).toFixed(1)} %)`;
  return `Requests: ${failed} of ${total} failed${share}`;
}

const COLOUR = { critical: colors.red, warning: colors.yellow, info: colors.blue } as const;

function findingLines({ severity, text, setting, savesSeconds }: Finding): string[] {
  const saved = savesSeconds === null ? '' : ` (saves about ${figure(savesSeconds)} s)`;
  return [
    ...hanging(COLOUR[severity]('● '), text, 2),
    ...(setting === '' ? [] : hanging('  → ', `${setting}${saved}`, 4)),
  ];
}

/** Lines as long as the terminal's, those after the first below its text. */
function hanging(mark: string, text: string, indent = 0): string[] {
  return wrap(shown(text), COLUMNS - indent).map((line, index) =>
    index === 0 ? `${mark}${line}` : `${' '.repeat(indent)}${line}`,
  );
}

/** A report may come from elsewhere: what would steer a terminal is left out. */
function shown(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function figure(seconds: number): string {
  return seconds.toFixed(Math.abs(seconds) < 100 ? 1 : 0);
}
