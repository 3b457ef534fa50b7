import {
  GetHealthCheckStatusCommand,
  Route53Client,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { degraded, failing, outputOf, working, type Check } from './check.ts';

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
    const { HealthCheckObservations: seen = [] } = await client.send(
      new GetHealthCheckStatusCommand({
        HealthCheckId: outputOf(context, names.routing, 'PrimaryHealthCheckId'),
      }),
    );
    const statuses = seen.map((one) => one.StatusReport?.Status ?? '');
    const failed = statuses.filter((status) => status.startsWith('Failure')).length;
    const silent = statuses.filter((status) => !/^(Success|Failure)/.test(status)).length;
    const well = seen.length - failed - silent;
    const { RecordData: answer = [] } = await client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: outputOf(context, names.zone, 'ZoneId'),
        RecordName: site.domain,
        RecordType: 'A',
      }),
    );
    const waiting = silent === 0 ? '' : ` (${silent} have not probed yet)`;
    const evidence = `${well} of ${seen.length} checkers see ${site.primary} well${waiting}; ${site.domain} is answered with ${answer.join(', ') || 'nothing'}`;
    if (seen.length === 0 || answer.length === 0) return failing(evidence);
    // A checker is healthy until it has enough data.
    return (well + silent) / seen.length > HEALTHY_SHARE ? working(evidence) : degraded(evidence);
  },
};
