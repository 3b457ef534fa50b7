import type { Drill, Drills } from '../many/schema.ts';
import { attribute } from './attribute.ts';

/** Several drills as one suite of the XML that CI systems read: a test case a drill. */
export function drillsJunit({ asked, drills }: Drills): string {
  const notRun = asked.slice(drills.length);
  const missed = drills.filter(({ verdict }) => verdict === 'missed').length;
  const unproven = drills.filter(({ verdict }) => verdict === 'inconclusive').length;
  const wallSeconds = drills.reduce((sum, drill) => sum + drill.wallSeconds, 0);
  const totals = `tests="${drills.length + notRun.length}" failures="${missed}" errors="${unproven}"`;
  const startedAt = drills[0]?.startedAt ?? '';
  const time = wallSeconds.toFixed(3);
  const skipped = notRun.map(
    (name) =>
      `<testcase classname="understudy.drill" name="${attribute(name)}"><skipped/></testcase>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${totals} time="${time}">
<testsuite name="understudy drills" ${totals} skipped="${notRun.length}" time="${time}" timestamp="${attribute(startedAt)}">
${[...drills.map(testCase), ...skipped].join('\n')}
</testsuite>
</testsuites>
`;
}

function testCase({ scenario, verdict, expectations, wallSeconds, report }: Drill): string {
  const head = `<testcase classname="understudy.drill" name="${attribute(scenario.name)}" time="${wallSeconds}"`;
  if (verdict === 'passed') return `${head}/>`;
  const missed = expectations
    .filter(({ met }) => !met)
    .map(({ text, measured }) => `${text}: ${measured}`);
  const element = verdict === 'missed' ? 'failure' : 'error';
  return `${head}><${element} type="${verdict}" message="${attribute(missed.join('; '))}">${attribute(report)}</${element}></testcase>`;
}
