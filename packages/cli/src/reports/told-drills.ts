import path from 'node:path';
import process from 'node:process';
import type { Scenario } from '@understudy/drill';
import type { Report } from '@understudy/drill/report';
import { exitCodeOf } from '../drill/exit-code.ts';
import { renderReport } from './render-report.ts';
import { renderSummary } from './render-summary.ts';
import { shownPath } from './shown-path.ts';
import { summaryOf } from './summary-of.ts';
import { DrillsWriter } from './write-drills.ts';
import { writeReport, type ReportPlace } from './write-report.ts';

interface ToldFlags extends ReportPlace {
  all?: true;
  json?: true;
}

/** What was said of drills: of each, and of several a report of all as well. */
export class ToldDrills {
  readonly #flags: ToldFlags;
  readonly #many: DrillsWriter | undefined;
  readonly #reports: Report[] = [];
  readonly #count: number;

  constructor(scenarios: readonly Scenario[], flags: ToldFlags) {
    this.#flags = flags;
    this.#count = scenarios.length;
    if (scenarios.length > 1 || flags.all !== undefined)
      this.#many = new DrillsWriter(
        scenarios.map(({ name }) => name),
        flags,
      );
  }

  add(report: Report): void {
    const flags = this.#flags;
    tell(report, this.#many?.add(report) ?? writeReport(report, flags), flags);
    this.#reports.push(report);
    const page = this.#many?.page;
    if (this.#reports.length < this.#count || page === undefined || flags.json !== undefined)
      return;
    process.stdout.write(`\n${renderSummary(this.#reports)}\n\nreport: ${shownPath(page)}\n`);
  }
}

function tell(report: Report, folder: string, flags: ToldFlags): void {
  process.exitCode = exitCodeOf(process.exitCode, report.verdict);
  process.stdout.write(
    flags.json === undefined
      ? `${renderReport(report)}\n\nreport: ${shownPath(path.join(folder, 'report.html'))}\n`
      : `${JSON.stringify(summaryOf(report, path.join(folder, 'report.json')))}\n`,
  );
}
