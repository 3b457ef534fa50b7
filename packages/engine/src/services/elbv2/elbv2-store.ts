import type { CertificateMaterial, LoadBalancer } from '@understudy/contract';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail, requiredBy } from '../../kernel/fail.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import { attribute, LOAD_BALANCER_ATTRIBUTES } from './load-balancers/attributes.ts';
import { elbv2Tables } from './records.ts';
import type * as Records from './records.ts';

/** Where HTTPS listeners get what their certificates' ARNs stand for. ACM is one. */
export interface CertificateSource {
  /** Undefined when no certificate of `region` has this ARN, or it is not issued. */
  certificateMaterial(arn: string, region: string): CertificateMaterial | undefined;
}

/** Who has zonal shifts: Application Recovery Controller. */
export type ZonalShiftSource = (region: string, arn: string) => LoadBalancer['zonalShifts'];

export class ElbV2Store {
  readonly deps: ServiceDeps;
  readonly ec2: Ec2Service;
  readonly certificates: CertificateSource;
  readonly loadBalancers: RegionTable<Records.LoadBalancerRecord>;
  readonly listeners: RegionTable<Records.ListenerRecord>;
  readonly rules: RegionTable<Records.RuleRecord>;
  readonly targetGroups: RegionTable<Records.TargetGroupRecord>;
  readonly tags: RegionTable<Records.TagsRecord>;
  zonalShiftSource: ZonalShiftSource = () => [];

  constructor(deps: ServiceDeps, ec2: Ec2Service, certificates: CertificateSource) {
    this.deps = deps;
    this.ec2 = ec2;
    this.certificates = certificates;
    this.loadBalancers = new RegionTable(deps.state, elbv2Tables.loadBalancers);
    this.listeners = new RegionTable(deps.state, elbv2Tables.listeners);
    this.rules = new RegionTable(deps.state, elbv2Tables.rules);
    this.targetGroups = new RegionTable(deps.state, elbv2Tables.targetGroups);
    this.tags = new RegionTable(deps.state, elbv2Tables.tags);
  }

  changed(): void {
    this.deps.dataPlane.changed();
  }

  loadBalancer(region: string, arn: string): Records.LoadBalancerRecord {
    checkArn(arn, 'loadbalancer', 'load balancer');
    return (
      this.loadBalancers.get(region, arn) ??
      fail('LoadBalancerNotFound', `Load balancer '${arn}' not found`)
    );
  }

  listener(region: string, arn: string): Records.ListenerRecord {
    checkArn(arn, 'listener', 'listener');
    return (
      this.listeners.get(region, arn) ?? fail('ListenerNotFound', 'One or more listeners not found')
    );
  }

  rule(region: string, arn: string): Records.RuleRecord {
    checkArn(arn, 'listener-rule', 'listener rule');
    return this.rules.get(region, arn) ?? fail('RuleNotFound', 'One or more rules not found');
  }

  targetGroup(region: string, arn: string): Records.TargetGroupRecord {
    checkArn(arn, 'targetgroup', 'target group');
    return (
      this.targetGroups.get(region, arn) ??
      fail('TargetGroupNotFound', `One or more target groups not found`)
    );
  }

  /** The ARNs of target groups that any listener or rule of a load balancer forwards to. */
  targetGroupArnsOf(region: string, loadBalancerArn: string): string[] {
    const listeners = this.listeners
      .list(region)
      .filter((listener) => listener.loadBalancerArn === loadBalancerArn);
    const listenerArns = new Set(listeners.map((listener) => listener.arn));
    const rules = this.rules.list(region).filter((rule) => listenerArns.has(rule.listenerArn));
    const actions = [
      ...listeners.map((listener) => listener.defaultAction),
      ...rules.map((rule) => rule.action),
    ];
    return [...new Set(actions.flatMap(targetGroupArnsOfAction))];
  }

  isShiftable({ attributes }: Pick<Records.LoadBalancerRecord, 'attributes'>): boolean {
    return attribute(LOAD_BALANCER_ATTRIBUTES, attributes, 'zonal_shift.config.enabled') === 'true';
  }

  /** From which of its zones a load balancer's traffic is shifted away, and until when. */
  zonalShifts(region: string, record: Records.LoadBalancerRecord): LoadBalancer['zonalShifts'] {
    return this.isShiftable(record) ? this.zonalShiftSource(region, record.arn) : [];
  }

  loadBalancerArnsOf(region: string, targetGroupArn: string): string[] {
    return this.loadBalancers
      .list(region)
      .map((record) => record.arn)
      .filter((arn) => this.targetGroupArnsOf(region, arn).includes(targetGroupArn));
  }
}

function targetGroupArnsOfAction({ action }: Records.ActionRecord): string[] {
  return action.type === 'forward' ? action.targetGroups.map(({ arn }) => arn) : [];
}

export const required = requiredBy('ValidationError', (name) => `${name} is required`);

function checkArn(arn: string, kind: string, noun: string): void {
  const pattern = new RegExp(`^arn:aws:elasticloadbalancing:[a-z0-9-]+:\\d{12}:${kind}/`);
  if (!pattern.test(arn)) fail('ValidationError', `'${arn}' is not a valid ${noun} ARN`);
}
