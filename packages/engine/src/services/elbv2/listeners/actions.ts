import type { ListenerAction } from '@understudy/contract';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';
import type { ActionRecord, LoadBalancerRecord } from '../records.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html */
const TARGET_GROUPS_MAX = 5;
const WEIGHT_MAX = 999;
const FIXED_BODY_BYTES_MAX = 1_024;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
const CONTENT_TYPES: readonly string[] = [
  'text/html',
  'application/json',
  'application/javascript',
  'text/css',
  'text/plain',
];

/**
 * The action that a listener or rule takes: exactly one that ends the request, since none of the
 * others works here.
 */
export function parseActions(
  store: ElbV2Store,
  region: string,
  loadBalancer: LoadBalancerRecord,
  actions: readonly Action[] | undefined,
): ActionRecord {
  const [action, ...others] = actions ?? [];
  if (action === undefined || others.length > 0)
    fail(
      'InvalidLoadBalancerAction',
      'You must specify exactly one action of type forward, redirect or fixed-response',
    );
  const order = action.Order ?? 1;
  switch (action.Type) {
    case 'forward':
      return { order, ...parseForward(store, region, loadBalancer, action) };
    case 'redirect':
      return { order, action: parseRedirect(action), stickiness: { enabled: false } };
    case 'fixed-response':
      return { order, action: parseFixedResponse(action), stickiness: { enabled: false } };
    default:
      return fail(
        'UnsupportedFeature',
        `Actions of type '${action.Type ?? ''}' are not supported by this engine`,
      );
  }
}

export function describeAction(record: ActionRecord): Action {
  const { action, order } = record;
  switch (action.type) {
    case 'forward':
      return {
        Type: 'forward',
        Order: order,
        TargetGroupArn: action.targetGroups.length === 1 ? action.targetGroups[0]?.arn : undefined,
        ForwardConfig: {
          TargetGroups: action.targetGroups.map(({ arn, weight }) => ({
            TargetGroupArn: arn,
            Weight: weight,
          })),
          TargetGroupStickinessConfig: {
            Enabled: record.stickiness.enabled,
            DurationSeconds: record.stickiness.durationSeconds,
          },
        },
      };
    case 'redirect':
      return {
        Type: 'redirect',
        Order: order,
        RedirectConfig: {
          Protocol: action.protocol,
          Host: action.host,
          Port: action.port,
          Path: action.path,
          Query: action.query,
          StatusCode: action.statusCode === 301 ? 'HTTP_301' : 'HTTP_302',
        },
      };
    case 'fixed-response':
      return {
        Type: 'fixed-response',
        Order: order,
        FixedResponseConfig: {
          StatusCode: String(action.statusCode),
          ContentType: action.contentType,
          MessageBody: action.body,
        },
      };
  }
}

function parseForward(
  store: ElbV2Store,
  region: string,
  loadBalancer: LoadBalancerRecord,
  action: Action,
): Pick<ActionRecord, 'action' | 'stickiness'> {
  const config = action.ForwardConfig;
  const tuples =
    config?.TargetGroups !== undefined && config.TargetGroups.length > 0
      ? config.TargetGroups
      : [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }];
  if (tuples.length > TARGET_GROUPS_MAX)
    fail(
      'TooManyTargetGroups',
      `An action can forward to at most ${TARGET_GROUPS_MAX} target groups`,
    );
  const targetGroups = tuples.map((tuple) => {
    const arn = required(tuple.TargetGroupArn, 'TargetGroupArn');
    const group = store.targetGroup(region, arn);
    if (group.vpcId !== loadBalancer.vpcId)
      fail(
        'InvalidConfigurationRequest',
        'The following target groups and the load balancer are in different VPCs: ' + arn,
      );
    checkUnshared(store, region, loadBalancer, arn);
    const weight = tuple.Weight ?? 1;
    if (weight < 0 || weight > WEIGHT_MAX)
      fail('ValidationError', `Weight '${weight}' must be between 0 and ${WEIGHT_MAX}`);
    return { arn, weight };
  });
  const sticky = config?.TargetGroupStickinessConfig;
  if (sticky?.Enabled === true)
    fail('UnsupportedFeature', 'Stickiness between target groups is not supported by this engine');
  return { action: { type: 'forward', targetGroups }, stickiness: { enabled: false } };
}

/**
 * A target group belongs to one load balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * ("Load balancers per target group"); the wording: hashicorp/terraform-provider-aws#22005
 */
function checkUnshared(
  store: ElbV2Store,
  region: string,
  loadBalancer: LoadBalancerRecord,
  targetGroupArn: string,
): void {
  const holders = store.loadBalancerArnsOf(region, targetGroupArn);
  if (holders.every((arn) => arn === loadBalancer.arn)) return;
  fail(
    'TargetGroupAssociationLimit',
    `The following target groups cannot be associated with more than one load balancer: ${targetGroupArn}`,
  );
}

/** The defaults keep what the request had; a redirect that keeps all of it would loop. */
function parseRedirect(action: Action): ListenerAction {
  const config = required(action.RedirectConfig, 'RedirectConfig');
  const statusCode = config.StatusCode === 'HTTP_301' ? 301 : 302;
  if (config.StatusCode !== 'HTTP_301' && config.StatusCode !== 'HTTP_302')
    fail(
      'ValidationError',
      `Status code '${config.StatusCode ?? ''}' must be HTTP_301 or HTTP_302`,
    );
  const redirect = {
    type: 'redirect' as const,
    protocol: config.Protocol ?? '#{protocol}',
    host: config.Host ?? '#{host}',
    port: config.Port ?? '#{port}',
    path: config.Path ?? '/#{path}',
    query: config.Query ?? '#{query}',
    statusCode: statusCode as 301 | 302,
  };
  const keepsAll =
    redirect.protocol === '#{protocol}' &&
    redirect.host === '#{host}' &&
    redirect.port === '#{port}' &&
    redirect.path === '/#{path}';
  if (keepsAll)
    fail(
      'InvalidLoadBalancerAction',
      'The redirect configuration is not valid because it creates a loop.',
    );
  return redirect;
}

function parseFixedResponse(action: Action): ListenerAction {
  const config = required(action.FixedResponseConfig, 'FixedResponseConfig');
  const statusCode = config.StatusCode ?? '';
  if (!/^[245]\d\d$/.test(statusCode))
    fail('ValidationError', `Status code '${statusCode}' must be of the form 2XX, 4XX or 5XX`);
  const body = config.MessageBody ?? '';
  if (Buffer.byteLength(body) > FIXED_BODY_BYTES_MAX)
    fail('ValidationError', `Message body cannot be longer than ${FIXED_BODY_BYTES_MAX} bytes`);
  const contentType = config.ContentType ?? 'text/plain';
  if (!CONTENT_TYPES.includes(contentType))
    fail(
      'InvalidLoadBalancerAction',
      `The ContentType must be one of:${CONTENT_TYPES.map((type) => `'${type}'`).join(', ')}`,
    );
  return {
    type: 'fixed-response',
    statusCode: Number(statusCode),
    contentType,
    body,
  };
}
