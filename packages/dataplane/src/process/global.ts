import process from 'node:process';
import {
  globalDocumentSchema,
  QUERIES,
  type GlobalDocument,
  type RecordPatch,
  recordPatchSchema,
} from '@understudy/contract';
import { Alarms } from '../alarms/alarms.ts';
import { tellMetrics } from '../alarms/metric-feed.ts';
import { MetricStore } from '../alarms/metric-store.ts';
import { tellStatistics } from '../alarms/tell-statistics.ts';
import { BalancerHealthWatch } from '../checkers/watch/balancer-health-watch.ts';
import { Checkers } from '../checkers/checkers.ts';
import { HealthMetrics } from '../checkers/watch/health-metrics.ts';
import { healthView } from '../checkers/watch/health-view.ts';
import { Dns } from '../dns/dns.ts';
import { mergePatches } from '../dns/authority/merge-patches.ts';
import { FaultsNow } from '../faults/faults-now.ts';
import { Edge } from '../edge/edge.ts';
import { ResolverClient } from '../net/resolver-client.ts';
import { StatusServer } from '../net/status-server.ts';
import { Traces } from '../net/traces.ts';
import type { PartContext } from '../part.ts';
import { hostProcess, type Hosted } from './host.ts';
import { answerFrom, answersOfTraces, type Answers } from './queries.ts';

/**
 * The process of what AWS runs outside of any one region: name servers, health checkers, CDN edge.
 */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: global.ts DIRECTORY [STATE_DIRECTORY]');
await hostProcess<GlobalDocument, RecordPatch>({
  schema: globalDocumentSchema,
  directory,
  build,
  patches: {
    schema: recordPatchSchema,
    merge: (document, patches) => {
      const hostedZones = mergePatches(document.dns.hostedZones, patches);
      return { ...document, dns: { ...document.dns, hostedZones } };
    },
  },
});

async function build(
  document: GlobalDocument,
  context: PartContext,
): Promise<Hosted<GlobalDocument, RecordPatch>> {
  const parts = partsOf(document, context);
  const { dns, metrics } = parts;
  metrics.start();
  return {
    apply: (next) => applyTo(parts, next),
    patch: (patch) => dns.patch(patch),
    query: answerFrom(QUERIES.global, answersOf(parts)),
    async close() {
      const { alarms, balancerHealth, checkers, edge, status } = parts;
      metrics.close();
      await Promise.all(
        [edge, checkers, balancerHealth, dns, alarms, status].map((part) => part.close()),
      );
    },
  };
}

interface Parts {
  faults: FaultsNow;
  metrics: HealthMetrics;
  checkers: Checkers;
  alarms: Alarms;
  status: StatusServer;
  balancerHealth: BalancerHealthWatch;
  dns: Dns;
  edge: Edge;
  traces: Traces;
}

function partsOf(document: GlobalDocument, context: PartContext): Parts {
  const { ports, dns: dnsConfig } = document;
  const { resolve } = new ResolverClient(context, {
    resolver: { address: dnsConfig.resolverAddress, port: dnsConfig.port },
  });
  const store = new MetricStore();
  const faults = new FaultsNow();
  const metrics: HealthMetrics = new HealthMetrics(context, {
    measure: () => checkers.measure(),
    sink: { record: (datum) => void store.record(datum, context.clock.nowMs()) },
  });
  const checkers: Checkers = new Checkers(context, {
    resolve,
    ports,
    faults,
    onLatencies: (id, region, latencies) => metrics.latencies(id, region, latencies),
  });
  // CloudWatch of us-east-1 where that region does not run: no load balancer or group is there
  // whose scaling policy an alarm could carry out.
  const alarms = new Alarms(context, { store, executor: { executePolicy: () => undefined } });
  const status = new StatusServer(context, {
    answers: {
      metrics: (_, query) => tellMetrics(store, query),
      statistics: (_, query) => tellStatistics(store, query),
    },
  });
  const balancerHealth = new BalancerHealthWatch(context);
  const dns = new Dns(context, { health: healthView(checkers, balancerHealth), faults });
  checkers.onChange(() => dns.healthChanged());
  balancerHealth.onChange(() => dns.healthChanged());
  const traces = new Traces();
  const edge = new Edge(context, { resolve, ports, traces });
  return { faults, metrics, checkers, alarms, status, balancerHealth, dns, edge, traces };
}

function answersOf({ alarms, checkers, dns, edge, traces }: Parts): Answers<typeof QUERIES.global> {
  return {
    healthCheckStatus: ({ healthCheckId }) => checkers.status(healthCheckId),
    invalidate: ({ distributionId, paths }) => ({
      removed: edge.invalidate(distributionId, paths),
    }),
    testDnsAnswer: (input) => dns.testAnswer(input),
    explainDns: (input) => dns.explain(input),
    ...answersOfTraces(traces),
    describeAlarmStates: () => alarms.describeAlarmStates(),
    metricStatistics: (query) => alarms.metricStatistics(query),
    listMetrics: () => alarms.listMetrics(),
  };
}

/** Names first: checkers and edge resolve through them. */
async function applyTo(parts: Parts, next: GlobalDocument): Promise<string[]> {
  parts.faults.apply(next.faults ?? []);
  parts.balancerHealth.apply(next.dns.loadBalancers);
  return [
    ...(await parts.dns.apply(next.dns)),
    ...(await parts.checkers.apply(next.checkers)),
    ...(await parts.status.apply(next.status)),
    ...(await parts.alarms.apply(next.alarms)),
    ...(await parts.edge.apply(next.edge)),
  ];
}
