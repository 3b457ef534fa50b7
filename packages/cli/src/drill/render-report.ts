import { PROFILES, type Report, type Rto } from '@understudy/drill';
import { colors } from '../render/colors.ts';
import { table } from '../render/table.ts';

/** A drill's report, for a terminal. */
export function renderReport(report: Report): string {
  return [
    verdictLine(report),
    '',
    rtoTable(report),
    '',
    rpoLine(report),
    ...report.expectations.map(
      ({ text, measured, met }) =>
        `${met ? colors.green('✓') : colors.red('✗')} ${text}: ${measured}`,
    ),
    ...(report.findings.length === 0 ? [] : ['', 'What was found:']),
    ...report.findings.map(
      ({ severity, text, setting }) =>
        `${severity === 'critical' ? colors.red('●') : colors.yellow('●')} ${text}${setting === '' ? '' : ` → ${setting}`}`,
    ),
  ].join('\n');
}

function verdictLine({ verdict, scenario, requests, wallSeconds, speed }: Report): string {
  const said = verdict === 'passed' ? colors.green('passed') : colors.red('missed');
  return `${colors.bold(scenario.title)}: ${said}; ${requests.failed} of ${requests.total} requests failed (${wallSeconds.toFixed(0)} s at speed ${speed})`;
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
        : [split.detect, split.decide, split.propagate, split.serve, split.warm].map(seconds);
    const bound = predicted.rto[profile];
    return [[profile, outcomeOf(seen), ...parts, bound === undefined ? '' : boundOf(bound)]];
  });
  return table([HEADS, ...rows]);
}

function outcomeOf({ seconds: took, unaffected }: Rto): string {
  if (unaffected) return colors.green('no outage');
  return took === null ? colors.red('never') : colors.bold(seconds(took));
}

function boundOf({
  typicalSeconds,
  highSeconds,
}: {
  typicalSeconds: number | null;
  highSeconds: number | null;
}): string {
  if (highSeconds === null || typicalSeconds === null) return 'never';
  return `about ${typicalSeconds.toFixed(0)} s, at most ${highSeconds.toFixed(0)} s`;
}

function rpoLine({ rpo }: Report): string {
  if (rpo === null) return 'RPO: the site has no bucket that is replicated';
  const { objects, acknowledged, oldestSeconds, lostForGood, diverged } = rpo;
  return `RPO: the standby lacked ${objects} of ${acknowledged} objects, the oldest ${seconds(oldestSeconds)} old; ${lostForGood} lost for good, ${diverged} differ`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
