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
import { fail } from '../../../kernel/fail.ts';
import { hexadecimal } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { describeAction, parseActions } from './actions.ts';
import { putTags } from '../elb-tags.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';
import { checkCertificates } from './listener-certificates.ts';
import { pageOf } from '../names.ts';
import type { ListenerRecord } from '../records.ts';
import { isSame } from '../same-settings.ts';

/**
 * What CreateListener takes where none is named.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';
const PORT_MAX = 65_535;

const ACCEPTED = ['Port', 'Protocol', 'SslPolicy', 'Certificates', 'DefaultActions'] as const;

export const listenerOperations = {
  CreateListener: operation(createListener, { accepts: [...ACCEPTED, 'LoadBalancerArn', 'Tags'] }),
  ModifyListener: operation(modifyListener, { accepts: [...ACCEPTED, 'ListenerArn'] }),
  DescribeListeners: operation(describeListeners),
  DeleteListener: operation(deleteListener),
};

function createListener(
  store: ElbV2Store,
  context: RequestContext,
  input: CreateListenerInput,
): CreateListenerOutput {
  const { region } = context;
  const loadBalancer = store.loadBalancer(
    region,
    required(input.LoadBalancerArn, 'LoadBalancerArn'),
  );
  const record: ListenerRecord = {
    arn: `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${hexadecimal(store.deps.random, 16)}`,
    loadBalancerArn: loadBalancer.arn,
    ...settingsOf(store, region, required(input.Protocol, 'Protocol'), input),
    port: required(input.Port, 'Port'),
    defaultAction: parseActions(store, region, loadBalancer, input.DefaultActions),
  };
  checkPort(record);
  const held = holderOfPort(store, region, record);
  if (held !== undefined) {
    const { arn } = held;
    const wanted = { settings: comparable(record), tags: input.Tags };
    if (isSame(store, region, { arn, settings: comparable(held) }, wanted))
      return { Listeners: [describe(held)] };
    fail(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${loadBalancer.arn}'`,
    );
  }
  store.listeners.put(region, record.arn, record);
  putTags(store, region, record.arn, input.Tags);
  store.changed();
  return { Listeners: [describe(record)] };
}

function modifyListener(
  store: ElbV2Store,
  context: RequestContext,
  input: ModifyListenerInput,
): ModifyListenerOutput {
  const { region } = context;
  const record = store.listener(region, required(input.ListenerArn, 'ListenerArn'));
  const loadBalancer = store.loadBalancer(region, record.loadBalancerArn);
  const certificates =
    input.Certificates ?? record.certificateArns.map((arn) => ({ CertificateArn: arn }));
  const protocol = input.Protocol ?? record.protocol;
  const settings = settingsOf(store, region, protocol, {
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
        : parseActions(store, region, loadBalancer, input.DefaultActions),
  };
  checkPort(updated);
  // https://github.com/hashicorp/terraform/issues/26407
  if (holderOfPort(store, region, updated) !== undefined)
    fail('ValidationError', `Listener port '${updated.port}' is already in use`);
  store.listeners.put(region, updated.arn, updated);
  store.changed();
  return { Listeners: [describe(updated)] };
}

function describeListeners(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeListenersInput,
): DescribeListenersOutput {
  const { region } = context;
  const { LoadBalancerArn: loadBalancerArn, ListenerArns: arns } = input;
  if (loadBalancerArn === undefined && (arns ?? []).length === 0)
    fail('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  if (loadBalancerArn !== undefined) store.loadBalancer(region, loadBalancerArn);
  const records =
    loadBalancerArn === undefined
      ? (arns ?? []).map((arn) => store.listener(region, arn))
      : store.listeners.list(region).filter((record) => record.loadBalancerArn === loadBalancerArn);
  const { items, marker } = pageOf(records, input);
  return { Listeners: items.map(describe), NextMarker: marker };
}

function deleteListener(
  store: ElbV2Store,
  context: RequestContext,
  input: DeleteListenerInput,
): DeleteListenerOutput {
  const { region } = context;
  const record = store.listener(region, required(input.ListenerArn, 'ListenerArn'));
  for (const rule of store.rules.list(region))
    if (rule.listenerArn === record.arn) store.rules.delete(region, rule.arn);
  store.listeners.delete(region, record.arn);
  store.tags.delete(region, record.arn);
  store.changed();
  return {};
}

function settingsOf(
  store: ElbV2Store,
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
    certificateArns: checkCertificates(store, region, given),
    sslPolicy: input.SslPolicy ?? DEFAULT_SSL_POLICY,
  };
}

function checkPort({ port }: ListenerRecord): void {
  if (port < 1 || port > PORT_MAX)
    fail('ValidationError', `Port '${port}' must be between 1 and ${PORT_MAX}`);
}

/** The other listener of the load balancer that has the port. */
function holderOfPort(
  store: ElbV2Store,
  region: string,
  { arn, loadBalancerArn, port }: ListenerRecord,
): ListenerRecord | undefined {
  return store.listeners
    .list(region)
    .find(
      (other) =>
        other.arn !== arn && other.loadBalancerArn === loadBalancerArn && other.port === port,
    );
}

/** What CreateListener says of one; certificates beyond the default are added by another call. */
function comparable(record: ListenerRecord): unknown {
  const { protocol, sslPolicy, defaultAction, certificateArns } = record;
  return { protocol, sslPolicy, defaultAction, certificateArn: certificateArns[0] };
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
