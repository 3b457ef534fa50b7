import path from 'node:path';
import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { runDrill, SCENARIOS, type Language, type Report, type Scenario } from '@understudy/drill';
import { findScenario } from '../drill/find-scenario.ts';
import { MISSED_EXIT_CODE } from '../drill/missed.ts';
import { LiveView } from '../drill/live-view.ts';
import { openTarget } from '../drill/drill-target.ts';
import { withOwnEngine } from '../drill/own-engine.ts';
import { findSession, type Session } from '../engine/session.ts';
import { loadSite } from '../engine/site-file.ts';
import type { GlobalFlags } from '../flags.ts';
import { onInterrupt, endBy, type Interrupt } from '../interrupts.ts';
import { goOnWithoutOutput } from '../render/outputs.ts';
import { Progress } from '../render/progress.ts';
import { table } from '../render/table.ts';
import { renderReport } from '../reports/render-report.ts';
import { renderSummary } from '../reports/render-summary.ts';
import { summaryOf } from '../reports/summary-of.ts';
import { DrillsWriter } from '../reports/write-drills.ts';
import { writeReport } from '../reports/write-report.ts';

export interface DrillFlags extends GlobalFlags {
  list?: true;
  all?: true;
  speed: number;
  seed?: number;
  rate: number;
  here?: true;
  output?: string;
  lang: Language;
  markdown?: string;
  junit?: string;
  json?: true;
}

/** Runs a drill, or several one after the other, and says what clients saw. */
export async function drill(named: readonly string[], flags: DrillFlags): Promise<void> {
  const scenarios = await scenariosOf(named, flags);
  if (scenarios.length === 0) return listDrills(flags);
  const site = await loadSite(flags);
  process.umask(0o077);
  goOnWithoutOutput();
  const progress = new Progress({ enabled: flags.json === undefined });
  const giveUp = new AbortController();
  let interrupted: Interrupt | undefined;
  onInterrupt((signal) => {
    interrupted = signal;
    process.stderr.write('giving the drill up; what it broke is healed\n');
    giveUp.abort(new Error('the drill was given up'));
  });
  const run = async (session: Session): Promise<void> =>
    runAll(session, scenarios, { flags, progress, signal: giveUp.signal });
  try {
    const { speed } = flags;
    await (flags.here === undefined
      ? withOwnEngine({ site, speed, progress, signal: giveUp.signal }, run)
      : run(findSession(flags)));
  } catch (error) {
    if (interrupted !== undefined) endBy(interrupted);
    throw error;
  }
}

/** None: they are to be listed. */
async function scenariosOf(
  named: readonly string[],
  { all, list }: DrillFlags,
): Promise<Scenario[]> {
  if (all !== undefined && named.length > 0)
    throw new UnderstudyError('UsageInvalid', {
      message: `--all runs every drill, and '${named.join(' ')}' was named`,
      hint: 'name drills, or use --all',
    });
  if (all !== undefined) return [...SCENARIOS.values()];
  return list === undefined ? await Promise.all(named.map(findScenario)) : [];
}

function listDrills(flags: DrillFlags): void {
  const all = [...SCENARIOS.values()];
  if (flags.json !== undefined)
    return void process.stdout.write(
      `${JSON.stringify(all.map(({ name, title, description }) => ({ name, title, description })))}\n`,
    );
  process.stdout.write(`${table(all.map(({ name, title }) => [name, title]))}\n`);
}

interface RunOn {
  flags: DrillFlags;
  progress: Progress;
  signal: AbortSignal;
}

/** One after the other; of several there is a report of all as well. */
async function runAll(session: Session, scenarios: readonly Scenario[], on: RunOn): Promise<void> {
  const { flags } = on;
  const many =
    scenarios.length > 1 || flags.all !== undefined
      ? new DrillsWriter(
          scenarios.map(({ name }) => name),
          flags,
        )
      : undefined;
  const reports: Report[] = [];
  for (const scenario of scenarios) {
    const report = await runOn(session, scenario, on);
    tell(report, many?.add(report) ?? writeReport(report, flags), flags);
    reports.push(report);
  }
  if (many?.page === undefined || flags.json !== undefined) return;
  process.stdout.write(`\n${renderSummary(reports)}\n\nreport: ${shownPath(many.page)}\n`);
}

async function runOn(
  session: Session,
  scenario: Scenario,
  { flags, progress, signal }: RunOn,
): Promise<Report> {
  const seed = flags.seed ?? process.pid;
  using opened = await openTarget(session, seed);
  const live = new LiveView(progress, scenario);
  return await runDrill(scenario, opened.target, {
    ...{ seed, signal, pagesPerSecond: flags.rate / session.info.speed },
    tell: (seen) => live.show(seen),
  });
}

function tell(report: Report, folder: string, flags: DrillFlags): void {
  if (report.verdict === 'missed') process.exitCode = MISSED_EXIT_CODE;
  process.stdout.write(
    flags.json === undefined
      ? `${renderReport(report)}\n\nreport: ${shownPath(path.join(folder, 'report.html'))}\n`
      : `${JSON.stringify(summaryOf(report, path.join(folder, 'report.json')))}\n`,
  );
}

function shownPath(file: string): string {
  return path.relative(process.cwd(), file) || '.';
}
