import process from 'node:process';
import type { CheckState } from '../checks/check.ts';
import type { StatusReport } from '../checks/report/report.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';
import { wrap } from './wrap.ts';

const MARKS: Record<CheckState, string> = {
  working: colors.green('● working'),
  degraded: colors.yellow('● degraded'),
  failing: colors.red('● failing'),
  'not-used': colors.dim('○ not used'),
};

export interface StatusOptions {
  /** Of the terminal; undefined: no terminal, and no line is broken. */
  columns?: number | undefined;
  /** Lists what has no effect here, instead of counting it. */
  inert?: boolean;
}

/** The table of systems, what each was seen to do, and what has no effect here. */
export function renderStatus(
  report: StatusReport,
  { columns = terminalColumns(), inert = false }: StatusOptions = {},
): string {
  const regions = report.regions.map(
    (region) =>
      `${region.name} ${region.state === 'running' ? colors.green(region.state) : colors.red(region.state)} ${colors.dim(`(${region.role})`)}`,
  );
  return [
    '',
    `${colors.bold(report.site.url)}  ${regions.join('  ')}`,
    `${colors.dim('AWS endpoint')} ${report.endpoint}  ${colors.dim('DNS')} ${report.dns.address}:${report.dns.port}`,
    ...report.faults.map(faultLine),
    ...notRunning(report),
    ...report.problems.map(
      ({ process: name, problem }) => `${colors.yellow('!')} ${name}: ${problem}`,
    ),
    '',
    systemsTable(report, columns),
    ...inertLines(report, inert),
  ].join('\n');
}

/** Times are AWS's, as all that the engine tells. */
function faultLine({ id, description, sinceMs, untilMs }: StatusReport['faults'][number]): string {
  const at = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
  const until = untilMs === null ? '' : ` until ${at(untilMs)}`;
  return `${colors.red('●')} ${id}: ${description} ${colors.dim(`since ${at(sinceMs)}${until}, AWS time`)}`;
}

function terminalColumns(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
}

/** What stands before the evidence. */
const LEFT_COLUMNS = 46;
/** Below it, the evidence has lines of its own: a narrow column of broken words helps nobody. */
const BESIDE_COLUMNS_MIN = 60;
const INDENT = ' '.repeat(6);

function systemsTable({ systems }: StatusReport, columns: number | undefined): string {
  const rows = systems.map(({ step, name, state, evidence }) => {
    const left = [colors.dim(String(step).padStart(2)), name, MARKS[state]];
    return { left, evidence };
  });
  if (columns === undefined) return table(rows.map(({ left, evidence }) => [...left, evidence]));
  const beside = columns - LEFT_COLUMNS;
  if (beside >= BESIDE_COLUMNS_MIN)
    return table(
      rows.flatMap(({ left, evidence }) =>
        wrap(evidence, beside).map((line, index) =>
          index === 0 ? [...left, line] : ['', '', '', line],
        ),
      ),
    );
  const heads = table(rows.map(({ left }) => left)).split('\n');
  return rows
    .flatMap(({ evidence }, index) => [
      heads[index] ?? '',
      ...wrap(evidence, columns - INDENT.length).map((line) => INDENT + line),
    ])
    .join('\n');
}

function inertLines({ acceptedWithoutEffect: all }: StatusReport, isAsked: boolean): string[] {
  if (all.length === 0) return [];
  const count = `${all.length} template properties have no effect here`;
  if (!isAsked) return ['', colors.dim(`${count}; 'understudy status --inert' lists them`)];
  return [
    '',
    `${count}:`,
    ...all.map(
      ({ stackName, logicalId, property, reason }) =>
        `  ${stackName}/${logicalId} ${colors.bold(property)}: ${reason}`,
    ),
  ];
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
