import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  drillsHtml,
  drillsJunit,
  drillsMarkdown,
  drillsOf,
  type DrillAndPlace,
  type Report,
} from '@understudy/drill/report';
import { folderOf, writeInto, type ReportPlace } from './write-report.ts';

const NAME = 'all';

/**
 * The report of several drills, in one folder with a folder a drill. It is written anew after each,
 * so that what there was is there when they are given up.
 */
export class DrillsWriter {
  readonly #asked: readonly string[];
  readonly #place: ReportPlace;
  readonly #done: DrillAndPlace[] = [];
  #folder: string | undefined;

  /** `asked`: the names of all, in their order. */
  constructor(asked: readonly string[], place: ReportPlace) {
    this.#asked = asked;
    this.#place = place;
  }

  /** Undefined: none has been run to its end yet. */
  get page(): string | undefined {
    return this.#folder && path.join(this.#folder, 'drills.html');
  }

  /** The folder of the drill's own report. */
  add(report: Report): string {
    const folder = (this.#folder ??= folderOf(report, NAME, this.#place));
    const name = this.#nameOf(report);
    const own = path.join(folder, name);
    writeInto(own, report, this.#place.lang);
    this.#done.push({ report, place: `${name}/report.json` });
    this.#write(folder);
    return own;
  }

  /** Two drills of the user's own may have one name. */
  #nameOf({ scenario: { name } }: Report): string {
    const before = this.#done.filter(({ report }) => report.scenario.name === name).length;
    return before === 0 ? name : `${name}-${before + 1}`;
  }

  #write(folder: string): void {
    const { lang, markdown, junit } = this.#place;
    const all = drillsOf(this.#asked, this.#done);
    const reportOf = (place: string): Report | undefined =>
      this.#done.find((one) => one.place === place)?.report;
    writeFileSync(path.join(folder, 'drills.json'), `${JSON.stringify(all)}\n`);
    writeFileSync(path.join(folder, 'drills.html'), drillsHtml(all, { lang, reportOf }));
    if (markdown !== undefined) writeFileSync(markdown, drillsMarkdown(all, { lang }));
    if (junit !== undefined) writeFileSync(junit, drillsJunit(all));
  }
}
