import type {
  BalancerConfig,
  BalancerName,
  HealthThreshold,
  Listener,
  LoadBalancer,
  TargetGroup,
} from '@understudy/contract';
import {
  attribute,
  LOAD_BALANCER_ATTRIBUTES,
  TARGET_GROUP_ATTRIBUTES,
  thresholdKey,
  type HealthAction,
} from './load-balancers/attributes.ts';
import type { ElbV2Store } from './elbv2-store.ts';
import type { ListenerRecord, LoadBalancerRecord, TargetGroupRecord } from './records.ts';

/** The load balancers and target groups that the region's process serves. */
export function balancerConfig(store: ElbV2Store, region: string): BalancerConfig {
  return {
    loadBalancers: store.loadBalancers
      .list(region)
      .map((record) => projectLoadBalancer(store, region, record)),
    targetGroups: store.targetGroups.list(region).map(projectTargetGroup),
  };
}

/** Every load balancer of every region, as DNS sees it. */
export function balancerNames(store: ElbV2Store): BalancerName[] {
  return store.loadBalancers.all().map((record) => {
    const region = regionOf(record.arn);
    return {
      // The API keeps the name's case; names in DNS have none. RFC 4343
      dnsName: record.dnsName.toLowerCase(),
      hostedZoneId: record.hostedZoneId,
      region,
      nodes: record.nodes.map((node) => ({
        zone: node.zone,
        address: store.deps.addresses.balancerNode(region, record.arn, node.subnetId),
      })),
      status: store.deps.addresses.status(region),
    };
  });
}

function projectLoadBalancer(
  store: ElbV2Store,
  region: string,
  record: LoadBalancerRecord,
): LoadBalancer {
  const get = (key: string): string => attribute(LOAD_BALANCER_ATTRIBUTES, record.attributes, key);
  return {
    arn: record.arn,
    name: record.name,
    dnsName: record.dnsName.toLowerCase(),
    scheme: record.scheme,
    securityGroupIds: record.securityGroupIds,
    nodes: record.nodes.map((node) => ({
      ...node,
      address: store.deps.addresses.balancerNode(region, record.arn, node.subnetId),
    })),
    listeners: store.listeners
      .list(region)
      .filter((listener) => listener.loadBalancerArn === record.arn)
      .map((listener) => projectListener(store, region, listener)),
    zonalShifts: store.zonalShifts(region, record),
    attributes: {
      idleTimeoutSeconds: Number(get('idle_timeout.timeout_seconds')),
      clientKeepAliveSeconds: Number(get('client_keep_alive.seconds')),
      xffHeaderProcessing: xffProcessing(get('routing.http.xff_header_processing.mode')),
      xffClientPort: get('routing.http.xff_client_port.enabled') === 'true',
      preserveHostHeader: get('routing.http.preserve_host_header.enabled') === 'true',
      dropInvalidHeaderFields: get('routing.http.drop_invalid_header_fields.enabled') === 'true',
      desyncMitigationMode: desyncMitigation(get('routing.http.desync_mitigation_mode')),
      http2: get('routing.http2.enabled') === 'true',
    },
  };
}

function projectListener(store: ElbV2Store, region: string, record: ListenerRecord): Listener {
  return {
    arn: record.arn,
    port: record.port,
    protocol: record.protocol,
    certificates: record.certificateArns.flatMap(
      (arn) => store.certificates.certificateMaterial(arn, region) ?? [],
    ),
    defaultAction: record.defaultAction.action,
    rules: store.rules
      .list(region)
      .filter((rule) => rule.listenerArn === record.arn)
      .sort((one, other) => one.priority - other.priority)
      .map((rule) => ({
        arn: rule.arn,
        priority: rule.priority,
        conditions: rule.conditions,
        action: rule.action.action,
      })),
  };
}

function projectTargetGroup(record: TargetGroupRecord): TargetGroup {
  const get = (key: string): string => attribute(TARGET_GROUP_ATTRIBUTES, record.attributes, key);
  const type = get('stickiness.type') === 'app_cookie' ? 'app_cookie' : 'lb_cookie';
  const { arn, name, protocol, port, vpcId, healthCheck, targets } = record;
  return {
    ...{ arn, name, protocol, port, vpcId, healthCheck, targets },
    attributes: {
      deregistrationDelaySeconds: Number(get('deregistration_delay.timeout_seconds')),
      algorithm: algorithm(get('load_balancing.algorithm.type')),
      slowStartSeconds: Number(get('slow_start.duration_seconds')),
      // What load balancers have is always on.
      crossZone: get('load_balancing.cross_zone.enabled') !== 'false',
      dnsFailover: healthThreshold(get, 'dns_failover'),
      unhealthyRouting: healthThreshold(get, 'unhealthy_state_routing'),
      stickiness: {
        enabled: get('stickiness.enabled') === 'true',
        type,
        durationSeconds: Number(get(`stickiness.${type}.duration_seconds`)),
        appCookieName: get('stickiness.app_cookie.cookie_name'),
      },
    },
  };
}

function healthThreshold(get: (key: string) => string, action: HealthAction): HealthThreshold {
  const [count, percentage] = [
    get(thresholdKey(action, 'count')),
    get(thresholdKey(action, 'percentage')),
  ];
  return {
    ...(count !== 'off' && { count: Number(count) }),
    ...(percentage !== 'off' && { percentage: Number(percentage) }),
  };
}

function xffProcessing(mode: string): LoadBalancer['attributes']['xffHeaderProcessing'] {
  return mode === 'preserve' || mode === 'remove' ? mode : 'append';
}

function desyncMitigation(mode: string): LoadBalancer['attributes']['desyncMitigationMode'] {
  return mode === 'monitor' || mode === 'strictest' ? mode : 'defensive';
}

function algorithm(type: string): TargetGroup['attributes']['algorithm'] {
  return type === 'least_outstanding_requests' || type === 'weighted_random' ? type : 'round_robin';
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
