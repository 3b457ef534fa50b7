import process from 'node:process';
import {
  globalDocumentSchema,
  type GlobalDocument,
  type GlobalQueries,
} from '@understudy/contract';
import { BalancerHealthWatch } from '../checkers/balancer-health-watch.ts';
import { Checkers } from '../checkers/checkers.ts';
import { healthView } from '../checkers/health-view.ts';
import { Dns } from '../dns/dns.ts';
import { Edge } from '../edge/edge.ts';
import { ResolverClient } from '../net/resolver-client.ts';
import type { PartContext } from '../part.ts';
import { hostProcess, type Hosted } from './host.ts';
import { answerFrom, type Answers } from './queries.ts';

/** The process of what AWS runs outside of any one region: name servers, health checkers, CDN edge. */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: global.ts DIRECTORY');
await hostProcess<GlobalDocument>({ schema: globalDocumentSchema, directory, build });

async function build(
  document: GlobalDocument,
  context: PartContext,
): Promise<Hosted<GlobalDocument>> {
  const { ports, dns: dnsConfig } = document;
  const { resolve } = new ResolverClient(context, {
    resolver: { address: dnsConfig.resolverAddress, port: dnsConfig.port },
  });
  const checkers = new Checkers(context, { resolve, ports });
  const balancerHealth = new BalancerHealthWatch(context);
  const dns = new Dns(context, { health: healthView(checkers, balancerHealth) });
  checkers.onChange(() => dns.healthChanged());
  balancerHealth.onChange(() => dns.healthChanged());
  const edge = new Edge(context, { resolve, ports });
  const answers: Answers<GlobalQueries> = {
    healthCheckStatus: ({ healthCheckId }) => checkers.status(healthCheckId),
    invalidate: ({ distributionId, paths }) => ({
      removed: edge.invalidate(distributionId, paths),
    }),
    testDnsAnswer: (input) => dns.testAnswer(input),
  };
  return {
    async apply(next) {
      // Names first: checkers and edge resolve through them.
      balancerHealth.apply(next.dns.loadBalancers);
      return [
        ...(await dns.apply(next.dns)),
        ...(await checkers.apply(next.checkers)),
        ...(await edge.apply(next.edge)),
      ];
    },
    query: answerFrom(answers),
    async close() {
      await Promise.all([edge.close(), checkers.close(), balancerHealth.close(), dns.close()]);
    },
  };
}
