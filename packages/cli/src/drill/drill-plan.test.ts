import { SCENARIOS, type ClientDefinition, type Scenario } from '@understudy/drill';
import { defineSite, type SiteOptions } from '@understudy/site';
import { expect, test } from 'vitest';
import { drillPlan } from './drill-plan.ts';
import { dependencyPorts } from './site-facts.ts';

const CLIENT: ClientDefinition = { name: 'buy', visit: () => Promise.resolve() };
const WEB = { app: '.', build: null, packages: [] };

function site(web: Partial<SiteOptions['web']> = {}): ReturnType<typeof defineSite> {
  const options = { domain: 'a.example', primary: 'eu-west-1', standby: 'us-east-1' };
  return defineSite({ ...options, web: { ...WEB, ...web } }, import.meta.dirname);
}

function scenario(name: string): Scenario {
  const found = SCENARIOS.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

function planOf(names: string[], change: Partial<Parameters<typeof drillPlan>[1]> = {}) {
  const notes: string[] = [];
  const plan = drillPlan(names.map(scenario), {
    ...{ site: site(), client: CLIENT, speed: 20, isSpeedFixed: false, flags: {} },
    progress: { note: (text) => notes.push(text) },
    ...change,
  });
  return {
    notes,
    runs: plan.map(({ speed, scenarios }) => [speed, ...scenarios.map(({ name }) => name)]),
  };
}

test('those that ask more of the machine run on an engine of their own speed', () => {
  expect(planOf(['region-loss', 'surge', 'zone-loss']).runs).toEqual([
    [20, 'region-loss', 'zone-loss'],
    [5, 'surge'],
  ]);
  expect(planOf(['region-loss', 'surge'], { speed: 2 }).runs).toEqual([
    [2, 'region-loss', 'surge'],
  ]);
});

test('one that was named and has nothing to see is refused, with what it lacks', () => {
  const lacking = [
    () => planOf(['shared-dependency'], { client: undefined }),
    () => planOf(['shared-dependency']),
    () => planOf(['surge'], { site: site({ capacity: { min: 2, max: 2 } }) }),
    () => planOf(['surge'], { isSpeedFixed: true }),
  ];
  const said = lacking.map((plan) => {
    try {
      return JSON.stringify(plan());
    } catch (error) {
      return `${(error as { code?: string }).code} ${(error as Error).message}`;
    }
  });
  expect(said).toEqual([
    "DrillUnfit shared-dependency cannot be run: the site has no client of its own (option 'client')",
    'DrillUnfit shared-dependency cannot be run: no variable of the app names a port of this machine, and the client has no standIns',
    'DrillUnfit surge cannot be run: capacity.max leaves no room for more instances',
    'DrillUnfit surge cannot be run: it says something at speed 5 at most, and the engine runs at 20',
  ]);
});

test('among all it is left out, and said', () => {
  const { runs, notes } = planOf(['region-loss', 'shared-dependency'], { flags: { all: true } });
  expect(runs).toEqual([[20, 'region-loss']]);
  expect(notes).toEqual([expect.stringMatching(/^shared-dependency is left out: /)]);
});

test('a dependency is a port of this machine that a variable names by http', () => {
  const environment = {
    PAYMENTS_URL: 'http://localhost:4000/pay',
    MAIL: 'http://127.0.0.9:25',
    SAME: 'http://localhost:4000',
    ...{ REMOTE: 'http://example.com:81', SECURE: 'https://localhost:443', TEXT: 'x' },
    PORTLESS: 'http://localhost/',
  };
  expect(dependencyPorts(site({ environment }))).toEqual([4000, 25]);
  expect(planOf(['shared-dependency'], { site: site({ environment }) }).runs).toEqual([
    [20, 'shared-dependency'],
  ]);
});
