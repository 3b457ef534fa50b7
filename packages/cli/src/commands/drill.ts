import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import { runDrill, SCENARIOS, type ClientDefinition, type Scenario } from '@understudy/drill';
import type { SiteConfig } from '@understudy/site';
import type { Language, Report } from '@understudy/drill/report';
import { drillPlan } from '../drill/drill-plan.ts';
import { findScenario } from '../drill/find-scenario.ts';
import { LiveView } from '../drill/live-view.ts';
import { openTarget } from '../drill/target/drill-target.ts';
import { withOwnEngine } from '../drill/own-engine.ts';
import { DRILL_SPEED, runInTurn } from '../drill/run-in-turn.ts';
import { siteClient, withStandIns } from '../drill/site-client.ts';
import { findSession, type Session } from '../engine/session.ts';
import { loadSite } from '../engine/site-file.ts';
import type { GlobalFlags } from '../flags.ts';
import { onInterrupt, endBy, type Interrupt } from '../interrupts.ts';
import { goOnWithoutOutput } from '../render/outputs.ts';
import { Progress } from '../render/progress.ts';
import { table } from '../render/table.ts';
import { ToldDrills } from '../reports/told-drills.ts';

export interface DrillFlags extends GlobalFlags {
  list?: true;
  all?: true;
  /** Absent: what the machine keeps up with. */
  speed?: number;
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
  const configured = await loadSite(flags);
  const client = await siteClient(configured);
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
  const on = { flags, progress, client, signal: giveUp.signal };
  try {
    if (flags.here !== undefined) await runHere(findSession(flags), scenarios, on);
    else {
      await using stoodIn = await withStandIns(configured, client);
      await runOnOwnEngines(stoodIn.site, scenarios, on);
    }
  } catch (error) {
    if (interrupted !== undefined) endBy(interrupted);
    throw error;
  }
}

async function runHere(session: Session, scenarios: readonly Scenario[], on: RunOn): Promise<void> {
  const { speed } = session.info;
  const [run] = drillPlan(scenarios, { ...on, site: session.site, speed, isSpeedFixed: true });
  if (run === undefined) return;
  const told = new ToldDrills(run.scenarios, on.flags);
  for (const scenario of run.scenarios) told.add(await runOn(session, scenario, on));
}

/** An engine a speed, since some drills ask more of the machine than others. */
async function runOnOwnEngines(
  site: SiteConfig,
  scenarios: readonly Scenario[],
  on: RunOn,
): Promise<void> {
  const { flags, progress, signal } = on;
  const fastest = flags.speed ?? DRILL_SPEED;
  const plan = drillPlan(scenarios, { ...on, site, speed: fastest, isSpeedFixed: false });
  const told = new ToldDrills(
    plan.flatMap((run) => run.scenarios),
    flags,
  );
  for (const { speed, scenarios: some } of plan)
    await runInTurn<Session>(some, {
      ...{ speed, isNamed: flags.speed !== undefined },
      withEngine: (now, use) => withOwnEngine({ site, speed: now, progress, signal }, use),
      run: (session, scenario) => runOn(session, scenario, on),
      tell: (report) => told.add(report),
      note: (text) => progress.note(text),
    });
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
  client: ClientDefinition | undefined;
  signal: AbortSignal;
}

async function runOn(
  session: Session,
  scenario: Scenario,
  { flags, progress, client, signal }: RunOn,
): Promise<Report> {
  const seed = flags.seed ?? process.pid;
  using opened = await openTarget(session, { seed, client });
  const live = new LiveView(progress, scenario);
  return await runDrill(scenario, opened.target, {
    ...{ seed, signal, pagesPerSecond: flags.rate / session.info.speed },
    isAligned: flags.seed !== undefined,
    tell: (seen) => live.show(seen),
  });
}
