import { modelOf } from '../predict/model-of.ts';
import { predictCapacity } from '../predict/predict-capacity.ts';
import { predictRto, type Prediction } from '../predict/predict-rto.ts';
import { surgeLoad } from '../predict/surge-load.ts';
import type { Report } from '../report/schema.ts';
import { surgesOf } from '../scenario/read-scenario.ts';
import type { Roles, Scenario } from '../scenario/scenario.ts';
import type { DrilledSite } from '../target.ts';

/** What of a drill a standby's load is read from. */
interface Drilled {
  site: Pick<DrilledSite, 'templates' | 'domain' | 'bootSeconds'> & Roles;
  seconds: Report['seconds'];
  scenario: Scenario;
}

/**
 * Whether the standby takes the load before the fault, which comes to it as a whole, and what the
 * scenario's surge brings besides; null: there are no web servers, or there was no load.
 */
export function standbyOf(
  { site, seconds, scenario }: Drilled,
  prediction: Prediction,
): Report['predicted']['standby'] {
  const { standby } = modelOf(site.templates, site);
  const before = seconds.filter(({ atSeconds, target }) => atSeconds < 0 && target !== 'static');
  const lasted = Math.abs(before[0]?.atSeconds ?? 0);
  if (standby === undefined || lasted === 0) return null;
  const requests = before.reduce((sum, { good, failed }) => sum + good + failed, 0);
  const led = (prediction.atSeconds ?? 0) + (predictRto('fresh', prediction).lowSeconds ?? 0);
  return predictCapacity(standby, {
    requestsPerMinute: Math.round((60 * requests) / lasted),
    surgePerMinute: Math.round(60 * surgeLoad(surgesOf(scenario, site), led)),
    bootSeconds: site.bootSeconds,
  });
}
