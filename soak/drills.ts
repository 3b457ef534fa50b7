import process from 'node:process';
import type { Report } from '@understudy/drill';
import { ExampleSite } from '../test/support/site.ts';

/**
 * All drills, and one of them at three speeds: `npm run drills [-- all|speeds …]`. A drill that
 * misses an expectation fails it, and so does a speed whose figures differ by more than a tenth:
 * that is a test of the clock.
 */
const SEED = process.env['DRILLS_SEED'] ?? '7';
const SPEEDS = (process.env['DRILLS_SPEEDS'] ?? '1 10 20').split(' ').map(Number);
const TOLERANCE = 0.1;
const MS_MAX = 1_800_000;
/** Page loads in a second of the wall, a kind of client: what two slow cores can bear. */
const RATE = '5';
/**
 * Page loads in a second of AWS time, a kind of client. The same at every speed: an outage is
 * measured from one answer to another, so that what lies between two is its resolution.
 */
const PAGES_PER_SECOND = 0.5;
/**
 * Three failures in a row, ten seconds apart, whenever each checker asks, and what lies between two
 * pages: chance, since checkers do not coordinate.
 */
const DETECT_SECONDS_MIN = 20;
const DETECT_SECONDS_MAX = 33;

type Summary = Pick<Report, 'rto' | 'verdict'>;

const PARTS: Readonly<Record<string, () => Promise<boolean>>> = {
  all: everyDrill,
  speeds: oneAtEachSpeed,
};

async function everyDrill(): Promise<boolean> {
  await using site = new ExampleSite();
  const startedMs = performance.now();
  const words = ['drill', '--all', '--rate', RATE];
  const { code, stdout, stderr } = await site.run(words, MS_MAX);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  process.stderr.write(stderr);
  process.stdout.write(`${stdout}\nall drills: ended with ${code} after ${seconds} s\n`);
  return code === 0;
}

async function oneAtEachSpeed(): Promise<boolean> {
  const took: number[] = [];
  let isDetected = true;
  for (const speed of SPEEDS) {
    await using site = new ExampleSite();
    const rate = String(PAGES_PER_SECOND * speed);
    const words = ['drill', 'region-loss', '--speed', String(speed), '--rate', rate];
    const { stdout, stderr } = await site.run([...words, '--seed', SEED, '--json'], MS_MAX);
    const { rto, verdict } = summaryIn(stdout, stderr);
    const { seconds = null, split = null } = rto.fresh ?? {};
    if (seconds === null || split === null)
      throw new Error(`no recovery at speed ${speed}:\n${stderr}`);
    took.push(seconds);
    isDetected &&= split.detect >= DETECT_SECONDS_MIN && split.detect <= DETECT_SECONDS_MAX;
    const parts = Object.entries(split).map(([stage, part]) => `${stage} ${part.toFixed(1)}`);
    process.stdout.write(
      `region-loss at speed ${speed}: ${verdict}; fresh visitors back after ${seconds.toFixed(1)} s: ${parts.join(', ')}\n`,
    );
  }
  return agree(took) && isDetected;
}

/** @throws where the drill came to none */
function summaryIn(stdout: string, stderr: string): Summary {
  if (!stdout.includes('"rto"')) throw new Error(`no report:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as Summary;
}

function agree(figures: readonly number[]): boolean {
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  const differ = (most - least) / least;
  process.stdout.write(`they differ by ${(100 * differ).toFixed(1)} %\n`);
  return differ <= TOLERANCE;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0)
  throw new Error(
    `there is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`,
  );
let isWell = true;
for (const [name, part] of Object.entries(PARTS))
  if (wanted.length === 0 || wanted.includes(name)) isWell = (await part()) && isWell;
process.exitCode = isWell ? 0 : 1;
