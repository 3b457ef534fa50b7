import {
  GetHealthCheckStatusCommand,
  Route53Client,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { degraded, failing, outputOf, working, type Check } from './check.ts';
import { lossOf } from './report/regions.ts';

/** Route 53 calls an endpoint healthy while more than 18 % of its checkers do. */
const HEALTHY_SHARE = 0.18;

/** Step 12: the checkers probe the primary, and the name is answered as they decide. */
export const healthCheck: Check = {
  step: 12,
  name: 'Health checks and failover',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    const client = context.clients.get(Route53Client, GLOBAL_REGION);
    const status = new GetHealthCheckStatusCommand({
      HealthCheckId: outputOf(context, names.routing, 'PrimaryHealthCheckId'),
    });
    const answer = new TestDNSAnswerCommand({
      HostedZoneId: outputOf(context, names.zone, 'ZoneId'),
      RecordName: site.domain,
      RecordType: 'A',
    });
    const [{ HealthCheckObservations: observations = [] }, { RecordData: records = [] }] =
      await Promise.all([client.send(status), client.send(answer)]);
    const view = checkersView(observations.map((one) => one.StatusReport?.Status ?? ''));
    const losses = [site.primary, site.standby].flatMap((region) => {
      const loss = lossOf(context, region);
      return loss === undefined ? [] : [`${region}: ${loss}`];
    });
    const evidence = [
      ...losses,
      `${site.primary} ${view.evidence}`,
      `${site.domain} is answered with ${records.join(', ') || 'nothing'}`,
    ].join('; ');
    // With either lost there is no second place to go to, whatever the checkers see.
    if (records.length === 0) return failing(evidence);
    return view.healthy && losses.length === 0 ? working(evidence) : degraded(evidence);
  },
};

/**
 * What the checkers have seen so far. One that has not probed yet counts as healthy, as it does for
 * Route 53, and is not waited for: a new check's probes are spread over its whole interval.
 */
export function checkersView(statuses: readonly string[]): { healthy: boolean; evidence: string } {
  const reported = statuses.filter((status) => /^(Success|Failure)/.test(status)).length;
  const failed = statuses.filter((status) => status.startsWith('Failure'));
  const healthy = (statuses.length - failed.length) / statuses.length > HEALTHY_SHARE;
  const said = failed.length === 0 ? '' : `, ${failed.length} of them "${failed[0] ?? ''}"`;
  return {
    healthy,
    evidence: `${healthy ? 'healthy' : 'unhealthy'}, ${reported} of ${statuses.length} checkers have reported${said}`,
  };
}
