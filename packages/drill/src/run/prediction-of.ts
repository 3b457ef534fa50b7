import { modelOf } from '../predict/model-of.ts';
import type { Prediction } from '../predict/predict-rto.ts';
import { ALIAS_TTL_SECONDS, CHECKERS, PROBE_SECONDS_MAX } from '../predict/templates/name-of.ts';
import type { DrilledSite } from '../target.ts';

/**
 * What the deployed templates say of a failover, as the model takes it; of a site whose templates
 * have no record set that fails over, what its configuration says.
 */
export function predictionOf(
  site: Pick<DrilledSite, 'healthCheck' | 'templates' | 'domain' | 'standby'>,
): Prediction {
  const { name } = modelOf(site.templates, site);
  if (name !== undefined) return name;
  const probes = { checkers: CHECKERS, failsAfterSeconds: PROBE_SECONDS_MAX };
  return { detection: { ...site.healthCheck, ...probes }, ttlSeconds: ALIAS_TTL_SECONDS };
}
