import { isJsonObject } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import { own } from '../../../kernel/state/own.ts';

/** How an attribute's value is checked, and what it is until it is set. */
interface Attribute {
  initial: string;
  check: (value: string) => boolean;
  /** Why only the initial value will do here. */
  fixed?: string;
}

export interface KeyValue {
  Key?: string | undefined;
  Value?: string | undefined;
}

const truth = (value: string): boolean => value === 'true' || value === 'false';
const anything = (): boolean => true;
const between =
  (least: number, most: number) =>
  (value: string): boolean =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
const oneOf =
  (...values: string[]) =>
  (value: string): boolean =>
    values.includes(value);
const NOT_HERE = 'this engine does not do it';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
export const LOAD_BALANCER_ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  // Kept without effect: no logs are written here.
  'access_logs.s3.enabled': { initial: 'false', check: truth },
  'access_logs.s3.bucket': { initial: '', check: anything },
  'access_logs.s3.prefix': { initial: '', check: anything },
  'connection_logs.s3.enabled': { initial: 'false', check: truth, fixed: NOT_HERE },
  'connection_logs.s3.bucket': { initial: '', check: anything },
  'connection_logs.s3.prefix': { initial: '', check: anything },
  'deletion_protection.enabled': { initial: 'false', check: truth },
  'idle_timeout.timeout_seconds': { initial: '60', check: between(1, 4_000) },
  'client_keep_alive.seconds': { initial: '3600', check: between(60, 604_800) },
  'load_balancing.cross_zone.enabled': {
    initial: 'true',
    check: truth,
    fixed: 'it is always on for Application Load Balancers',
  },
  'routing.http.desync_mitigation_mode': {
    initial: 'defensive',
    check: oneOf('monitor', 'defensive', 'strictest'),
  },
  'routing.http.drop_invalid_header_fields.enabled': { initial: 'false', check: truth },
  'routing.http.preserve_host_header.enabled': { initial: 'false', check: truth },
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': {
    initial: 'false',
    check: truth,
    fixed: NOT_HERE,
  },
  'routing.http.xff_client_port.enabled': { initial: 'false', check: truth },
  'routing.http.xff_header_processing.mode': {
    initial: 'append',
    check: oneOf('append', 'preserve', 'remove'),
  },
  'routing.http2.enabled': { initial: 'true', check: truth },
  'waf.fail_open.enabled': { initial: 'false', check: truth },
  'zonal_shift.config.enabled': { initial: 'false', check: truth },
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
export const TARGET_GROUP_ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  'deregistration_delay.timeout_seconds': { initial: '300', check: between(0, 3_600) },
  'load_balancing.algorithm.type': {
    initial: 'round_robin',
    check: oneOf('round_robin', 'least_outstanding_requests', 'weighted_random'),
  },
  'load_balancing.algorithm.anomaly_mitigation': {
    initial: 'off',
    check: oneOf('on', 'off'),
    fixed: NOT_HERE,
  },
  'load_balancing.cross_zone.enabled': {
    initial: 'use_load_balancer_configuration',
    check: oneOf('true', 'false', 'use_load_balancer_configuration'),
  },
  'slow_start.duration_seconds': {
    initial: '0',
    check: (value) => value === '0' || between(30, 900)(value),
  },
  'stickiness.enabled': { initial: 'false', check: truth },
  'stickiness.type': { initial: 'lb_cookie', check: oneOf('lb_cookie', 'app_cookie') },
  'stickiness.lb_cookie.duration_seconds': { initial: '86400', check: between(1, 604_800) },
  'stickiness.app_cookie.cookie_name': { initial: '', check: anything },
  'stickiness.app_cookie.duration_seconds': { initial: '86400', check: between(1, 604_800) },
  'target_group_health.dns_failover.minimum_healthy_targets.count': {
    initial: '1',
    check: (value) => value === 'off' || between(1, 1_000)(value),
  },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': {
    initial: 'off',
    check: (value) => value === 'off' || between(1, 100)(value),
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': {
    initial: '1',
    check: between(1, 1_000),
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    initial: 'off',
    check: (value) => value === 'off' || between(1, 100)(value),
  },
};

/** What is done when too few targets are healthy. */
export type HealthAction = 'dns_failover' | 'unhealthy_state_routing';
const THRESHOLD_KINDS = ['count', 'percentage'] as const;

export function thresholdKey(action: HealthAction, kind: (typeof THRESHOLD_KINDS)[number]): string {
  return `target_group_health.${action}.minimum_healthy_targets.${kind}`;
}

/**
 * "The threshold for DNS failover must be greater than or equal to the threshold for routing
 * failover, so that DNS failover occurs either with or before routing failover." That an action is
 * off is no threshold.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function checkThresholds(set: Readonly<Record<string, string>>): void {
  for (const kind of THRESHOLD_KINDS) {
    const [dnsKey, routingKey] = [
      thresholdKey('dns_failover', kind),
      thresholdKey('unhealthy_state_routing', kind),
    ];
    const dns = Number(attribute(TARGET_GROUP_ATTRIBUTES, set, dnsKey));
    const routing = Number(attribute(TARGET_GROUP_ATTRIBUTES, set, routingKey));
    if (dns < routing)
      fail(
        'InvalidConfigurationRequest',
        `The attribute '${dnsKey}' must be greater than or equal to '${routingKey}'`,
      );
  }
}

/** The given attributes, checked, over the ones already set. */
export function mergeAttributes(
  table: Readonly<Record<string, Attribute>>,
  current: Readonly<Record<string, string>>,
  given: readonly KeyValue[] | undefined,
): Record<string, string> {
  const merged = { ...current };
  for (const { Key: key = '', Value: value = '' } of given ?? []) {
    const attribute = own(table, key);
    if (attribute === undefined)
      fail(
        'InvalidConfigurationRequest',
        `${table === LOAD_BALANCER_ATTRIBUTES ? 'Load balancer' : 'Target group'} attribute key '${key}' is not recognized`,
      );
    if (!attribute.check(value))
      fail(
        'InvalidConfigurationRequest',
        `The value '${value}' is not valid for the attribute '${key}'`,
      );
    const { fixed } = attribute;
    if (fixed !== undefined && value !== attribute.initial)
      fail('InvalidConfigurationRequest', fixedText(key, value, fixed));
    merged[key] = value;
  }
  return merged;
}

/** Why given attributes are not what they can be here; what is not known yet passes. */
export function fixedAttributes(
  table: Readonly<Record<string, Attribute>>,
  given: unknown,
): string[] {
  return (Array.isArray(given) ? (given as unknown[]) : []).flatMap((pair) => {
    const { Key: key, Value: value } = isJsonObject(pair) ? pair : {};
    if (typeof key !== 'string' || typeof value !== 'string') return [];
    const { fixed, initial } = own(table, key) ?? {};
    return fixed === undefined || value === initial ? [] : [fixedText(key, value, fixed)];
  });
}

function fixedText(key: string, value: string, why: string): string {
  return `The attribute '${key}' cannot be '${value}': ${why}`;
}

export function describeAttributes(
  table: Readonly<Record<string, Attribute>>,
  set: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] {
  return Object.entries(table).map(([Key, { initial }]) => ({ Key, Value: set[Key] ?? initial }));
}

export function attribute(
  table: Readonly<Record<string, Attribute>>,
  set: Readonly<Record<string, string>>,
  key: string,
): string {
  return set[key] ?? table[key]?.initial ?? '';
}
