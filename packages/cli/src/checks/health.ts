import {
  GetHealthCheckStatusCommand,
  Route53Client,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { monotonicMs, sleep } from '../clock/wall.ts';
import { degraded, failing, outputOf, working, type Check } from './check.ts';

/** Route 53 calls an endpoint healthy while more than 18 % of its checkers do. */
const HEALTHY_SHARE = 0.18;
/** A new check's probes are spread over its interval: enough of them to be worth the name of evidence. */
const PROBES_WANTED = 3;
const PROBES_WALL_MS_MAX = 6_000;

/** Step 12: the checkers probe the primary, and the name is answered as they decide. */
export const healthCheck: Check = {
  step: 12,
  name: 'Health checks and failover',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    const client = context.clients.get(Route53Client, GLOBAL_REGION);
    const { checkers, well, failed } = await observe(
      client,
      outputOf(context, names.routing, 'PrimaryHealthCheckId'),
    );
    const { RecordData: answer = [] } = await client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: outputOf(context, names.zone, 'ZoneId'),
        RecordName: site.domain,
        RecordType: 'A',
      }),
    );
    const seen = `${well} of the ${well + failed} checkers that have probed (of ${checkers}) see ${site.primary} well`;
    const evidence = `${seen}; ${site.domain} is answered with ${answer.join(', ') || 'nothing'}`;
    if (well + failed === 0 || answer.length === 0) return failing(evidence);
    // A checker is healthy until it has enough data.
    return (checkers - failed) / checkers > HEALTHY_SHARE ? working(evidence) : degraded(evidence);
  },
};

async function observe(
  client: Route53Client,
  id: string,
): Promise<{ checkers: number; well: number; failed: number }> {
  const deadlineMs = monotonicMs() + PROBES_WALL_MS_MAX;
  for (;;) {
    const { HealthCheckObservations: observations = [] } = await client.send(
      new GetHealthCheckStatusCommand({ HealthCheckId: id }),
    );
    const statuses = observations.map((one) => one.StatusReport?.Status ?? '');
    const well = statuses.filter((status) => status.startsWith('Success')).length;
    const failed = statuses.filter((status) => status.startsWith('Failure')).length;
    const checkers = observations.length;
    if (well + failed >= PROBES_WANTED || monotonicMs() > deadlineMs) {
      return { checkers, well, failed };
    }
    await sleep(200);
  }
}
