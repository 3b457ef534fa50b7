import path from 'node:path';
import process from 'node:process';
import { QUERIES, regionDocumentSchema, type RegionDocument } from '@understudy/contract';
import { Alarms } from '../alarms/alarms.ts';
import { MetricFeed } from '../alarms/metric-feed.ts';
import { MetricStore } from '../alarms/metric-store.ts';
import { tellStatistics } from '../alarms/tell-statistics.ts';
import { Balancers } from '../balancer/balancers.ts';
import { FaultsNow } from '../faults/faults-now.ts';
import { explainScaling } from '../fleet/explain-scaling.ts';
import { Fleet } from '../fleet/fleet.ts';
import { Network } from '../net/network.ts';
import { StatusServer } from '../net/status-server.ts';
import { Traces } from '../net/traces.ts';
import type { PartContext } from '../part.ts';
import { InstanceRoles } from '../roles/instance-roles.ts';
import { openStore } from '../store/open-store.ts';
import { hostProcess, type Hosted } from './host.ts';
import { answerFrom, answersOfTraces, type Answers } from './queries.ts';

/**
 * One region: its load balancers, Auto Scaling groups with their instances, alarms and S3. Leads a
 * process group.
 */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: region.ts DIRECTORY [STATE_DIRECTORY]');
await hostProcess<RegionDocument>({
  schema: regionDocumentSchema,
  directory,
  build: (document, context) => build(document, context, directory),
});

async function build(
  document: RegionDocument,
  context: PartContext,
  folder: string,
): Promise<Hosted<RegionDocument>> {
  const parts = partsOf(document, context, folder);
  return {
    apply: (next) => applyTo(parts, next),
    query: answerFrom(QUERIES.region, answersOf(parts)),
    close: () => closeAll(parts),
  };
}

interface Parts {
  roles: InstanceRoles;
  faults: FaultsNow;
  network: Network;
  feed: MetricFeed;
  alarms: Alarms;
  balancers: Balancers;
  fleet: Fleet;
  store: ReturnType<typeof openStore>;
  status: StatusServer;
  traces: Traces;
}

function partsOf(document: RegionDocument, context: PartContext, folder: string): Parts {
  const { ports, region, account } = document;
  const faults = new FaultsNow();
  const network = new Network(faults);
  const roles = new InstanceRoles(account);
  // A region that hung goes on with all of its process group, also with what an instance's fault
  // has stopped.
  process.on('SIGCONT', () => faults.reassert());
  const metrics = new MetricStore();
  const feed = new MetricFeed(context, { store: metrics });
  const alarms = new Alarms(context, {
    store: metrics,
    feed,
    executor: { executePolicy: (arn, cause) => fleet.executePolicy(arn, cause) },
  });
  const traces = new Traces();
  const balancers: Balancers = new Balancers(context, {
    traces,
    ports,
    network,
    metrics: alarms,
    faults,
    region,
    locate: (id) => fleet.locate(id),
  });
  const fleet: Fleet = new Fleet(context, {
    directory: path.join(folder, 'fleet'),
    region,
    account,
    ports,
    network,
    faults,
    roles,
    targets: balancers,
  });
  const store = openStore(context, {
    directory: path.join(folder, 'store'),
    region,
    account,
    ports,
    faults,
    roles,
    sourceAddress: (address) => network.sourceAddress(address),
  });
  const status = new StatusServer(context, {
    answers: {
      statistics: (_, query) => tellStatistics(metrics, query),
      'load-balancers': (name) => balancers.health(name.toLowerCase().replace(/\.$/, '')),
    },
  });
  return { roles, faults, network, feed, alarms, balancers, fleet, store, status, traces };
}

function answersOf({
  alarms,
  balancers,
  fleet,
  store,
  traces,
}: Parts): Answers<typeof QUERIES.region> {
  return {
    describeTargetHealth: ({ targetGroupArn }) => balancers.describeTargetHealth(targetGroupArn),
    describeGroups: () => fleet.describeGroups(),
    describeInstances: () => fleet.describeInstances(),
    instanceOutput: (input) => fleet.instanceOutput(input),
    replaceProgram: (input) => fleet.replaceProgram(input),
    terminateInstance: (input) => fleet.terminateInstance(input),
    refreshInstances: (input) => fleet.refreshInstances(input),
    executePolicy: (input) => fleet.executePolicyNow(input),
    describeActivities: (input) => fleet.describeActivities(input),
    describeAlarmStates: () => alarms.describeAlarmStates(),
    metricStatistics: (query) => alarms.metricStatistics(query),
    listMetrics: () => alarms.listMetrics(),
    testReachability: (input) => fleet.testReachability(input),
    ...answersOfTraces(traces),
    explainScaling: ({ groupName }) => explainScaling({ fleet, alarms }, groupName),
    explainReplication: (input) => store.explainReplication(input),
    explainAccess: (input) => store.explainAccess(input),
  };
}

/** Rules before what they govern, load balancers before the instances that register with them. */
async function applyTo(parts: Parts, next: RegionDocument): Promise<string[]> {
  parts.faults.apply(next.faults ?? []);
  parts.roles.apply(next.instanceRoles);
  parts.feed.apply(next.healthMetrics);
  return [
    ...(await parts.network.apply(next.network)),
    ...(await parts.status.apply(next.status)),
    ...(await parts.store.apply(next.store)),
    ...(await parts.alarms.apply(next.alarms)),
    ...(await parts.balancers.apply(next.balancer)),
    ...(await parts.fleet.apply({
      ...next.fleet,
      network: next.network,
      scalingPolicies: next.alarms.scalingPolicies,
      targetGroups: next.balancer.targetGroups,
    })),
  ];
}

async function closeAll(parts: Parts): Promise<void> {
  const { alarms, balancers, fleet, network, status, store } = parts;
  await fleet.close();
  await Promise.all([balancers, status, alarms, store, network].map((part) => part.close()));
}
