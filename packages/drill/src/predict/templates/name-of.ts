import { isJsonObject } from '@understudy/contract';
import type { Detection } from '../detection.ts';
import { probeSecondsMax } from '../failure.ts';
import type { TemplateResource, TemplateResources } from './resources.ts';

/** How a name fails over, as the templates have it. */
export interface FailoverName {
  /** Of a fault of which nothing is known. */
  detection: Detection;
  /** The check connects, and asks for nothing. */
  isTcp: boolean;
  /** Of the record set of the primary, which is what is held. */
  ttlSeconds: number;
}

/**
 * "Each health checker … about one request every two seconds" at 30 s makes about sixteen.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
export const CHECKERS = 16;
/** Of an alias to a distribution or a load balancer, which has no TTL of its own. */
export const ALIAS_TTL_SECONDS = 60;
/** Those of each region that a check names; AWS does not say how many they are. */
const CHECKERS_A_REGION = 2;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-healthcheck-healthcheckconfig.html */
const DEFAULT_INTERVAL_SECONDS = 30;
const DEFAULT_THRESHOLD = 3;

/** Of the name's record set that is answered while its health check passes; undefined: none is. */
export function failoverName(
  resources: TemplateResources,
  domain: string,
): FailoverName | undefined {
  const primary = resources
    .all('AWS::Route53::RecordSet')
    .find(
      ({ properties }) =>
        properties['Failover'] === 'PRIMARY' && withDot(properties['Name']) === withDot(domain),
    );
  if (primary === undefined) return undefined;
  const check = resources.target(primary.properties['HealthCheckId'], primary);
  const config = check?.properties['HealthCheckConfig'];
  if (check === undefined || !isJsonObject(config)) return undefined;
  const number = (value: unknown, otherwise: number): number =>
    resources.number(value, check) ?? otherwise;
  const { Type: type, Regions: regions } = config;
  const isTcp = type === 'TCP';
  return {
    isTcp,
    detection: {
      intervalSeconds: number(config['RequestInterval'], DEFAULT_INTERVAL_SECONDS),
      failureThreshold: number(config['FailureThreshold'], DEFAULT_THRESHOLD),
      checkers:
        Array.isArray(regions) && regions.length > 0
          ? CHECKERS_A_REGION * regions.length
          : CHECKERS,
      ...{ failsAfterSeconds: probeSecondsMax(isTcp), failsAfterLeastSeconds: 0 },
    },
    ttlSeconds: ttlOf(resources, primary),
  };
}

function ttlOf(resources: TemplateResources, record: TemplateResource): number {
  const { AliasTarget: alias, TTL: ttl } = record.properties;
  if (alias !== undefined) return ALIAS_TTL_SECONDS;
  return resources.number(ttl, record) ?? ALIAS_TTL_SECONDS;
}

function withDot(name: unknown): string {
  const text = String(name);
  return text.endsWith('.') ? text : `${text}.`;
}
