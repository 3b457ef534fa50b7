import process from 'node:process';
import type { CheckState } from '../checks/check.ts';
import type { StatusReport } from '../checks/report/report.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

const MARKS: Record<CheckState, string> = {
  working: colors.green('● working'),
  degraded: colors.yellow('● degraded'),
  failing: colors.red('● failing'),
  'not-used': colors.dim('○ not used'),
};

/** The table of systems, what each was seen to do, and what has no effect here. */
export function renderStatus(report: StatusReport): string {
  const rows = report.systems.map((system) => [
    colors.dim(String(system.step).padStart(2)),
    system.name,
    MARKS[system.state],
    fit(system.evidence),
  ]);
  const regions = report.regions.map(
    (region) =>
      `${region.name} ${region.state === 'running' ? colors.green(region.state) : colors.red(region.state)} ${colors.dim(`(${region.role})`)}`,
  );
  const inert = report.acceptedWithoutEffect;
  return [
    '',
    `${colors.bold(report.site.url)}  ${regions.join('  ')}`,
    `${colors.dim('AWS endpoint')} ${report.endpoint}  ${colors.dim('DNS')} ${report.dns.address}:${report.dns.port}`,
    ...notRunning(report),
    ...report.problems.map(
      ({ process: name, problem }) => `${colors.yellow('!')} ${name}: ${problem}`,
    ),
    '',
    table(rows),
    ...(inert.length === 0
      ? []
      : [
          '',
          colors.dim(
            `${inert.length} template properties are accepted without local effect (status --json lists them): ${[...new Set(inert.map((one) => `${one.type.split('::').slice(1).join(' ')}.${one.property}`))].slice(0, 6).join(', ')} …`,
          ),
        ]),
  ].join('\n');
}

/** Nothing while everything runs. */
function notRunning({ processes }: StatusReport): string[] {
  const others = processes.filter(({ state }) => state !== 'running');
  return others.length === 0
    ? []
    : [
        `${colors.dim('not running')} ${others.map(({ name, state }) => `${name} (${state})`).join(', ')}`,
      ];
}

const LEFT_COLUMNS = 46;

/** Evidence is cut to the terminal's width, never when it goes to a file. */
function fit(text: string): string {
  if (!process.stdout.isTTY) return text;
  const width = Math.max(20, (process.stdout.columns || 120) - LEFT_COLUMNS);
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
