import type {
  DistributionConfig,
  Origin,
  OriginAccessControlConfig,
} from '@aws-sdk/client-cloudfront';
import { fail } from '../../../kernel/fail.ts';
import { failInvalid } from '../errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const ORIGINS_MAX = 100;
const READ_TIMEOUT_SECONDS_MAX = 120;
const KEEPALIVE_SECONDS_MAX = 120;
const FAILOVER_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504];

/** `BUCKET.s3.amazonaws.com`, `BUCKET.s3.REGION.amazonaws.com` or the older `BUCKET.s3-REGION…`. */
const S3_DOMAIN = /^[a-z0-9][a-z0-9.-]+\.s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com$/;
const S3_WEBSITE_DOMAIN = /\.s3-website[.-][a-z0-9-]+\.amazonaws\.com$/;

/** Throws what CloudFront answers to origins and origin groups it does not take. */
export function checkOrigins(
  config: DistributionConfig,
  findControl: (id: string) => OriginAccessControlConfig | undefined,
): void {
  const origins = config.Origins?.Items ?? [];
  if (origins.length === 0)
    failInvalid('The parameter Origins is required and must contain an origin.');
  if (origins.length > ORIGINS_MAX)
    fail(
      'TooManyOrigins',
      `Your request contains more origins than are allowed for each distribution: ${ORIGINS_MAX}.`,
    );
  const ids = [...origins, ...(config.OriginGroups?.Items ?? [])].map((origin) => origin.Id);
  if (new Set(ids).size !== ids.length)
    failInvalid('The parameter Origin Id must be unique among origins and origin groups.');
  for (const origin of origins) checkOrigin(origin, findControl);
  checkGroups(config);
}

function checkOrigin(
  origin: Origin,
  findControl: (id: string) => OriginAccessControlConfig | undefined,
): void {
  const name = origin.DomainName ?? '';
  if (!/^[a-z0-9*_.-]+$/i.test(name) || !name.includes('.'))
    fail(
      'InvalidOrigin',
      `The Amazon S3 origin server specified does not refer to a valid origin server: ${name}`,
    );
  const kinds = [origin.S3OriginConfig, origin.CustomOriginConfig].filter(
    (kind) => kind !== undefined,
  );
  if (kinds.length !== 1)
    failInvalid(
      `Exactly one of S3OriginConfig and CustomOriginConfig must be specified for origin ${origin.Id}`,
    );
  if (
    origin.S3OriginConfig !== undefined &&
    (!S3_DOMAIN.test(name) || S3_WEBSITE_DOMAIN.test(name))
  )
    failInvalid('The parameter Origin DomainName does not refer to a valid S3 bucket.');
  checkPath(origin);
  checkNumber(origin.ConnectionAttempts, 'ConnectionAttempts', 1, 3);
  checkNumber(origin.ConnectionTimeout, 'ConnectionTimeout', 1, 10);
  checkNumber(
    origin.CustomOriginConfig?.OriginReadTimeout,
    'OriginReadTimeout',
    1,
    READ_TIMEOUT_SECONDS_MAX,
  );
  checkNumber(
    origin.CustomOriginConfig?.OriginKeepaliveTimeout,
    'OriginKeepaliveTimeout',
    1,
    KEEPALIVE_SECONDS_MAX,
  );
  checkAccessControl(origin, findControl);
}

function checkPath(origin: Origin): void {
  const path = origin.OriginPath ?? '';
  if (path !== '' && (!path.startsWith('/') || path.endsWith('/')))
    failInvalid('The parameter OriginPath must begin with a slash and must not end with one.');
}

function checkAccessControl(
  origin: Origin,
  findControl: (id: string) => OriginAccessControlConfig | undefined,
): void {
  if (!origin.OriginAccessControlId) return;
  const control = findControl(origin.OriginAccessControlId);
  if (control === undefined)
    fail('NoSuchOriginAccessControl', 'The specified origin access control does not exist.', 404);
  if (control.OriginAccessControlOriginType === 's3' && origin.S3OriginConfig === undefined)
    fail(
      'InvalidOriginAccessControl',
      `Illegal configuration: The origin type and OAC origin type differ.`,
    );
}

function checkGroups(config: DistributionConfig): void {
  const ids = new Set((config.Origins?.Items ?? []).map((origin) => origin.Id));
  for (const group of config.OriginGroups?.Items ?? []) {
    const members = group.Members?.Items ?? [];
    if (members.length !== 2)
      failInvalid(`The origin group ${group.Id} must have exactly two members.`);
    if (!members.every((member) => ids.has(member.OriginId))) failNoSuchOrigin();
    for (const code of group.FailoverCriteria?.StatusCodes?.Items ?? [])
      if (!FAILOVER_CODES.includes(code))
        failInvalid(`The status code ${code} is not valid for origin failover.`);
  }
}

export function failNoSuchOrigin(): never {
  return fail('NoSuchOrigin', 'One or more of your origins or origin groups do not exist.', 404);
}

function checkNumber(value: number | undefined, name: string, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    failInvalid(`The parameter ${name} must be between ${least} and ${most}: ${value}`);
}
