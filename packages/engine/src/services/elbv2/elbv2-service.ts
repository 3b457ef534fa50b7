import type { BalancerConfig, BalancerName } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service } from '../../kernel/service.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import { type CertificateSource, ElbV2Store, type ZonalShiftSource } from './elbv2-store.ts';
import { tagOperations } from './elb-tags.ts';
import { listenerCertificateOperations } from './listeners/listener-certificates.ts';
import { listenerOperations } from './listeners/listeners.ts';
import { loadBalancerOperations } from './load-balancers/load-balancers.ts';
import { balancerConfig, balancerNames } from './projection.ts';
import { ruleOperations } from './listeners/rules.ts';
import { targetGroupOperations } from './target-groups/target-groups.ts';
import { targetOperations } from './target-groups/targets.ts';

export type { CertificateSource } from './elbv2-store.ts';

export interface ShiftableLoadBalancer {
  arn: string;
  name: string;
  zones: string[];
}

/**
 * Elastic Load Balancing, version 2: Application Load Balancers, their listeners, rules and target
 * groups.
 */
export class ElbV2Service implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'elasticloadbalancing',
    protocols: ['awsQuery'],
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: ElbV2Store;

  constructor(deps: ServiceDeps, ec2: Ec2Service, certificates: CertificateSource) {
    this.#store = new ElbV2Store(deps, ec2, certificates);
    this.operations = operationsOf(this.#store);
    ec2.addDependents((region, resourceId) => this.#userOf(region, resourceId));
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-elastic-load-balancing-v2')) };
  }

  balancerConfig(region: string): BalancerConfig {
    return balancerConfig(this.#store, region);
  }

  balancerNames(): BalancerName[] {
    return balancerNames(this.#store);
  }

  /** What zonal shifts are started for: every load balancer with `zonal_shift.config.enabled`. */
  shiftable(region: string): ShiftableLoadBalancer[] {
    return this.#store.loadBalancers
      .list(region)
      .filter((record) => this.#store.isShiftable(record))
      .map(({ arn, name, nodes }) => ({ arn, name, zones: nodes.map(({ zone }) => zone) }));
  }

  followZonalShifts(source: ZonalShiftSource): void {
    this.#store.zonalShiftSource = source;
  }

  targetGroupExists(region: string, arn: string): boolean {
    return this.#store.targetGroups.get(region, arn) !== undefined;
  }

  /** Whether a call to create would meet what it may take for its own. */
  isTaken(
    region: string,
    by: { targetGroup: string } | { loadBalancer: string } | { listenerOf: string; port: number },
  ): boolean {
    const { loadBalancers, listeners, targetGroups } = this.#store;
    if ('targetGroup' in by)
      return targetGroups.list(region).some(({ name }) => name === by.targetGroup);
    if ('loadBalancer' in by)
      return loadBalancers.list(region).some(({ name }) => name === by.loadBalancer);
    return listeners
      .list(region)
      .some(({ loadBalancerArn, port }) => loadBalancerArn === by.listenerOf && port === by.port);
  }

  /**
   * The load balancers of a region that use a certificate: ACM refuses to delete one that is in
   * use.
   */
  certificateUsers(arn: string): string[] {
    return this.#store.listeners
      .all()
      .filter((listener) => listener.certificateArns.includes(arn))
      .map((listener) => listener.loadBalancerArn);
  }

  /** The load balancer that has a node in a subnet or is in a security group. */
  #userOf(region: string, resourceId: string): string | undefined {
    return this.#store.loadBalancers
      .list(region)
      .find(
        (record) =>
          record.securityGroupIds.includes(resourceId) ||
          record.nodes.some((node) => node.subnetId === resourceId),
      )?.arn;
  }
}

const OPERATIONS = mergeOperations(
  listenerCertificateOperations,
  listenerOperations,
  loadBalancerOperations,
  ruleOperations,
  tagOperations,
  targetGroupOperations,
  targetOperations,
);

function operationsOf(store: ElbV2Store) {
  return bindOperations(store, OPERATIONS);
}
