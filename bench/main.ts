import process from 'node:process';
import { measureControlPlane } from './control-plane.ts';
import { measureDrill } from './drill.ts';
import { measureFailover } from './failover.ts';
import { measureIdle } from './idle.ts';
import { measureLeftovers } from './leftovers.ts';
import { measureOwnSite } from './own-site.ts';
import { measureRequests } from './requests.ts';
import { measureStart } from './start.ts';
import { measureS3 } from './s3.ts';
import { printFigures, type Figure } from './support/figures.ts';

/**
 * Prints the figures that the product promises, measured now on this machine. `npm run bench [--
 * NAME …]`
 */
const MEASUREMENTS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start: measureStart,
  idle: measureIdle,
  'control-plane': measureControlPlane,
  failover: measureFailover,
  leftovers: measureLeftovers,
  requests: measureRequests,
  s3: measureS3,
  'own-site': measureOwnSite,
  drill: measureDrill,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in MEASUREMENTS));
if (unknown.length > 0)
  throw new Error(
    `there is no measurement ${unknown.join(', ')}; there are ${Object.keys(MEASUREMENTS).join(', ')}`,
  );
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} …\n`);
  figures.push(...(await measure()));
}
printFigures(figures);
process.exitCode = figures.every((figure) => figure.ok) ? 0 : 1;
