import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DeleteListenerOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { hexadecimal } from '../../kernel/identifiers.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { describeAction, parseActions } from './actions.ts';
import { addTags } from './elb-tags.ts';
import { type ElbV2Store, fail, required, resourcePart } from './elbv2-store.ts';
import { checkCertificates } from './listener-certificates.ts';
import { pageOf } from './names.ts';
import type { ListenerRecord } from './records.ts';

/** What CreateListener takes where none is named. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';
const PORT_MAX = 65_535;

const ACCEPTED = ['Port', 'Protocol', 'SslPolicy', 'Certificates', 'DefaultActions'] as const;

export class ListenerOperations {
  readonly #store: ElbV2Store;

  constructor(store: ElbV2Store) {
    this.#store = store;
  }

  readonly CreateListener = (
    context: RequestContext,
    input: CreateListenerInput,
  ): CreateListenerOutput => {
    refuseOthers('CreateListener', input, [...ACCEPTED, 'LoadBalancerArn', 'Tags']);
    const { region } = context;
    const loadBalancer = this.#store.loadBalancer(
      region,
      required(input.LoadBalancerArn, 'LoadBalancerArn'),
    );
    const record: ListenerRecord = {
      arn: `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${hexadecimal(this.#store.deps.random, 16)}`,
      loadBalancerArn: loadBalancer.arn,
      ...this.#settings(region, required(input.Protocol, 'Protocol'), input),
      port: required(input.Port, 'Port'),
      defaultAction: parseActions(this.#store, region, loadBalancer.vpcId, input.DefaultActions),
    };
    this.#checkPort(region, record);
    this.#store.listeners.put(region, record.arn, record);
    addTags(this.#store, region, record.arn, input.Tags);
    this.#store.changed();
    return { Listeners: [describe(record)] };
  };

  readonly ModifyListener = (
    context: RequestContext,
    input: ModifyListenerInput,
  ): ModifyListenerOutput => {
    refuseOthers('ModifyListener', input, [...ACCEPTED, 'ListenerArn']);
    const { region } = context;
    const record = this.#store.listener(region, required(input.ListenerArn, 'ListenerArn'));
    const { vpcId } = this.#store.loadBalancer(region, record.loadBalancerArn);
    const certificates =
      input.Certificates ?? record.certificateArns.map((arn) => ({ CertificateArn: arn }));
    const protocol = input.Protocol ?? record.protocol;
    const settings = this.#settings(region, protocol, {
      SslPolicy: input.SslPolicy ?? record.sslPolicy,
      // Certificates beyond the default belong to HTTPS; a listener that becomes HTTP drops them.
      Certificates: protocol === 'HTTPS' ? certificates.slice(0, 1) : input.Certificates,
    });
    const additional = settings.protocol === 'HTTPS' ? record.certificateArns.slice(1) : [];
    const updated: ListenerRecord = {
      ...settings,
      arn: record.arn,
      loadBalancerArn: record.loadBalancerArn,
      certificateArns: [...new Set([...settings.certificateArns, ...additional])],
      port: input.Port ?? record.port,
      defaultAction:
        input.DefaultActions === undefined
          ? record.defaultAction
          : parseActions(this.#store, region, vpcId, input.DefaultActions),
    };
    this.#checkPort(region, updated);
    this.#store.listeners.put(region, updated.arn, updated);
    this.#store.changed();
    return { Listeners: [describe(updated)] };
  };

  readonly DescribeListeners = (
    context: RequestContext,
    input: DescribeListenersInput,
  ): DescribeListenersOutput => {
    const { region } = context;
    const { LoadBalancerArn: loadBalancerArn, ListenerArns: arns } = input;
    if (loadBalancerArn === undefined && (arns ?? []).length === 0)
      fail('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
    if (loadBalancerArn !== undefined) this.#store.loadBalancer(region, loadBalancerArn);
    const records =
      loadBalancerArn === undefined
        ? (arns ?? []).map((arn) => this.#store.listener(region, arn))
        : this.#store.listeners
            .list(region)
            .filter((record) => record.loadBalancerArn === loadBalancerArn);
    const { items, marker } = pageOf(records, input);
    return { Listeners: items.map(describe), NextMarker: marker };
  };

  readonly DeleteListener = (
    context: RequestContext,
    input: DeleteListenerInput,
  ): DeleteListenerOutput => {
    const { region } = context;
    const record = this.#store.listener(region, required(input.ListenerArn, 'ListenerArn'));
    for (const rule of this.#store.rules.list(region))
      if (rule.listenerArn === record.arn) this.#store.rules.delete(region, rule.arn);
    this.#store.listeners.delete(region, record.arn);
    this.#store.tags.delete(region, record.arn);
    this.#store.changed();
    return {};
  };

  #settings(
    region: string,
    protocol: string,
    input: Pick<CreateListenerInput, 'SslPolicy' | 'Certificates'>,
  ): Pick<ListenerRecord, 'protocol' | 'certificateArns' | 'sslPolicy'> {
    if (protocol !== 'HTTP' && protocol !== 'HTTPS')
      fail('ValidationError', `Listener protocol '${protocol}' must be one of 'HTTP, HTTPS'`);
    const given = input.Certificates ?? [];
    if (protocol === 'HTTP') {
      if (given.length > 0)
        fail('ValidationError', 'A certificate cannot be specified for HTTP listeners');
      return { protocol, certificateArns: [] };
    }
    if (given.length === 0)
      fail('ValidationError', 'A certificate must be specified for HTTPS listeners');
    if (given.length > 1)
      fail(
        'ValidationError',
        'Exactly one certificate must be specified; add others to the listener',
      );
    return {
      protocol,
      certificateArns: checkCertificates(this.#store, region, given),
      sslPolicy: input.SslPolicy ?? DEFAULT_SSL_POLICY,
    };
  }

  #checkPort(region: string, record: ListenerRecord): void {
    if (record.port < 1 || record.port > PORT_MAX)
      fail('ValidationError', `Port '${record.port}' must be between 1 and ${PORT_MAX}`);
    const taken = this.#store.listeners
      .list(region)
      .some(
        (other) =>
          other.arn !== record.arn &&
          other.loadBalancerArn === record.loadBalancerArn &&
          other.port === record.port,
      );
    if (taken)
      fail(
        'DuplicateListener',
        `A listener already exists on this port for this load balancer '${resourcePart(record.loadBalancerArn)}'`,
      );
  }
}

function describe(record: ListenerRecord): Listener {
  const [first] = record.certificateArns;
  return {
    ListenerArn: record.arn,
    LoadBalancerArn: record.loadBalancerArn,
    Port: record.port,
    Protocol: record.protocol,
    SslPolicy: record.sslPolicy,
    Certificates: first === undefined ? undefined : [{ CertificateArn: first }],
    DefaultActions: [describeAction(record.defaultAction)],
    MutualAuthentication: record.protocol === 'HTTPS' ? { Mode: 'off' } : undefined,
  };
}
