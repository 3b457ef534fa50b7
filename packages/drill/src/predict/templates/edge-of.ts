import { isJsonObject, type JsonObject } from '@understudy/contract';
import type { TemplateResource, TemplateResources } from './resources.ts';

/** The distribution that serves a name, as far as its pages go. */
export interface Edge {
  origin: EdgeOrigin;
  /** Undefined: its pages have one origin. */
  group: OriginGroup | undefined;
}

export interface OriginGroup {
  second: EdgeOrigin;
  /** Of an answer of the first origin, those on which the second one is asked. */
  statusCodes: readonly number[];
}

export interface EdgeOrigin {
  /** Undefined: the templates do not say. */
  region: string | undefined;
  isS3: boolean;
  /** Of a viewer's request by HTTPS. */
  isTls: boolean;
  attempts: number;
  connectSeconds: number;
  answerSeconds: number;
}

/**
 * "3 connection attempts of 10 seconds each"; "by default, CloudFront waits for 30 seconds" for an
 * answer, and of S3 that cannot be changed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
const DEFAULT_ATTEMPTS = 3;
const DEFAULT_CONNECT_SECONDS = 10;
const DEFAULT_ANSWER_SECONDS = 30;

/** Undefined: no distribution has that alternate domain name. */
export function edgeOf(resources: TemplateResources, domain: string): Edge | undefined {
  for (const distribution of resources.all('AWS::CloudFront::Distribution')) {
    const config = distribution.properties['DistributionConfig'];
    if (!isJsonObject(config) || !itemsOf(config['Aliases']).includes(domain)) continue;
    const behavior = config['DefaultCacheBehavior'];
    const targetId = isJsonObject(behavior) ? behavior['TargetOriginId'] : undefined;
    const originOf = (id: unknown): EdgeOrigin | undefined => {
      const found = objectsOf(config['Origins']).find((one) => one['Id'] === id);
      return found && readOrigin(found, resources, distribution);
    };
    const group = objectsOf(config['OriginGroups']).find((one) => one['Id'] === targetId);
    const [first, second] =
      group === undefined
        ? [targetId]
        : objectsOf(group['Members']).map((member) => member['OriginId']);
    const origin = originOf(first);
    const other = originOf(second);
    if (origin === undefined) continue;
    return { origin, group: group && other && { second: other, statusCodes: codesOf(group) } };
  }
  return undefined;
}

function codesOf(group: JsonObject): number[] {
  const criteria = group['FailoverCriteria'];
  return itemsOf(isJsonObject(criteria) ? criteria['StatusCodes'] : undefined).map(Number);
}

function readOrigin(
  origin: JsonObject,
  resources: TemplateResources,
  distribution: TemplateResource,
): EdgeOrigin {
  const custom = origin['CustomOriginConfig'];
  const ofCustom = isJsonObject(custom) ? custom : {};
  const number = (value: unknown, otherwise: number): number =>
    resources.number(value, distribution) ?? otherwise;
  const name = origin['DomainName'];
  return {
    region: resources.target(name, distribution)?.region ?? regionIn(name),
    isS3: !isJsonObject(custom),
    isTls: ofCustom['OriginProtocolPolicy'] !== 'http-only',
    attempts: number(origin['ConnectionAttempts'], DEFAULT_ATTEMPTS),
    connectSeconds: number(origin['ConnectionTimeout'], DEFAULT_CONNECT_SECONDS),
    answerSeconds: number(ofCustom['OriginReadTimeout'], DEFAULT_ANSWER_SECONDS),
  };
}

/** A bucket's or a load balancer's name has its region in it, also where it is put together. */
function regionIn(name: unknown): string | undefined {
  return /\b[a-z]{2}(?:-[a-z]+)+-\d\b/.exec(JSON.stringify(name ?? ''))?.[0];
}

/** A list, as CloudFormation has some, or what is in `Items`, as it has others. */
function itemsOf(value: unknown): unknown[] {
  const list = isJsonObject(value) ? value['Items'] : value;
  return Array.isArray(list) ? list : [];
}

function objectsOf(value: unknown): JsonObject[] {
  return itemsOf(value).filter(isJsonObject);
}
