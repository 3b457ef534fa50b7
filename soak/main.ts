import process from 'node:process';
import { mutateAll } from './mutations/mutate-all.ts';
import { killAtRandom } from './random-kills.ts';
import { killRegions } from './region-kills.ts';
import { printVerdicts, type Verdict } from './support/verdict.ts';

/**
 * The long tests: `npm run soak [-- PART …]`. A crash, hang, 500, lost or torn object, or a process
 * left over fails it. SOAK_SEED repeats a run; SOAK_SCALE makes it shorter (0.1) or longer.
 */
const PARTS: Readonly<
  Record<string, (options: { seed: number; scale: number }) => Promise<Verdict[]>>
> = {
  mutations: mutateAll,
  'region-kills': killRegions,
  'random-kills': killAtRandom,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0)
  throw new Error(
    `there is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`,
  );
const seed = Number(process.env['SOAK_SEED'] ?? 1);
const scale = Number(process.env['SOAK_SCALE'] ?? 1);
const verdicts: Verdict[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name}, seed ${seed} …\n`);
  verdicts.push(...(await part({ seed, scale })));
}
printVerdicts(verdicts, { seed, scale });
process.exitCode = verdicts.every(({ failures }) => failures.length === 0) ? 0 : 1;
