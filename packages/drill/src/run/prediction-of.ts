import { edgeWait } from '../predict/edge-wait.ts';
import { failureOf, PROBE_SECONDS_MAX, probeTime } from '../predict/failure.ts';
import { modelOf } from '../predict/model-of.ts';
import type { Prediction } from '../predict/predict-rto.ts';
import { ALIAS_TTL_SECONDS, CHECKERS, type FailoverName } from '../predict/templates/name-of.ts';
import { faultsOf } from '../scenario/read-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { DrilledSite } from '../target.ts';
import { lossStep } from './loss-step.ts';

/**
 * What the deployed templates say of a failover from the fault of a scenario, as the model takes
 * it; of a site whose templates have no record set that fails over, what its configuration says.
 */
export function predictionOf(
  site: Pick<DrilledSite, 'healthCheck' | 'templates' | 'domain' | 'primary' | 'standby'>,
  scenario: Scenario,
): Prediction {
  const { name, edge } = modelOf(site.templates, site);
  const { isTcp, detection, ttlSeconds } = name ?? configured(site);
  const step = lossStep(faultsOf(scenario, site), site.primary);
  const failure = failureOf(step, site.primary);
  const time = probeTime(failure, isTcp);
  const common = {
    ...{ ttlSeconds, atSeconds: step?.atSeconds ?? 0 },
    edge: edge && edgeWait(edge, failure, site.primary),
  };
  if (time === 'never') return { ...common, detection, isNoticed: false };
  const { mostSeconds, leastSeconds } = time;
  return {
    ...{ ...common, isNoticed: true },
    detection: {
      ...{ ...detection, failsAfterSeconds: mostSeconds, failsAfterLeastSeconds: leastSeconds },
    },
  };
}

function configured({ healthCheck }: Pick<DrilledSite, 'healthCheck'>): FailoverName {
  const probes = { failsAfterSeconds: PROBE_SECONDS_MAX, failsAfterLeastSeconds: 0 };
  return {
    detection: { ...healthCheck, checkers: CHECKERS, ...probes },
    ...{ isTcp: false, ttlSeconds: ALIAS_TTL_SECONDS },
  };
}
