import { isIPv4, isIPv6 } from 'node:net';
import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { CHECKER_REGIONS, HEALTH_CHECK_TYPES } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import { checkAlarmConfig } from './alarm-check.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html */
const FAILURE_THRESHOLD_MAX = 10;
const CHILDREN_MAX = 256;
const SEARCH_STRING_CHARACTERS_MAX = 255;
const RESOURCE_PATH_CHARACTERS_MAX = 255;
const REGIONS_MIN = 3;

/**
 * Throws `InvalidInput` for what Route 53 refuses, and `NotImplemented` for what the checkers here
 * cannot do.
 */
export function checkConfig(config: HealthCheckConfig): void {
  const type = config.Type;
  if (type === 'RECOVERY_CONTROL')
    fail(
      'NotImplemented',
      'Health checks of type RECOVERY_CONTROL: this engine has no routing controls of ' +
        'Application Recovery Controller. A check that is disabled and inverted is a switch too.',
      501,
    );
  if (!HEALTH_CHECK_TYPES.some((known) => known === type))
    failInvalid(`Invalid parameter : Unknown health check type: ${type}`);
  if (type === 'CALCULATED') return checkCalculated(config);
  if (type === 'CLOUDWATCH_METRIC') return checkAlarmConfig(config);
  checkEndpoint(config);
  checkProbe(config);
  checkRegions(config);
}

/**
 * The member by which an update would turn a check by domain name into one by address, which Route
 * 53 does not do. Type, interval and latency measurement are not in the request at all.
 */
export function immutableChange(
  before: HealthCheckConfig,
  update: Partial<HealthCheckConfig>,
): string | undefined {
  return update.IPAddress !== undefined && before.IPAddress === undefined ? 'IPAddress' : undefined;
}

/**
 * RFC 5735, 6598 and 5156 ranges, which AWS's checkers cannot reach. Loopback is the exception
 * here: it is where everything that the engine runs has its address.
 */
function isUnreachable(address: string): boolean {
  if (isIPv6(address)) return address === '::' || /^(?:fe[89ab]|f[cd]|ff)/i.test(address);
  const [first = 0, second = 0, third = 0] = address.split('.').map(Number);
  return (
    first === 0 ||
    first === 10 ||
    first >= 224 ||
    (first === 100 && second >= 64 && second <= 127) ||
    (first === 169 && second === 254) ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 192 && second === 0 && (third === 0 || third === 2)) ||
    (first === 198 && (second === 18 || second === 19 || (second === 51 && third === 100))) ||
    (first === 203 && second === 0 && third === 113)
  );
}

function checkEndpoint(config: HealthCheckConfig): void {
  const { IPAddress: address, FullyQualifiedDomainName: name } = config;
  if (!address && !name)
    failInvalid(
      'Invalid parameter : Either IPAddress or FullyQualifiedDomainName must be specified',
    );
  if (address !== undefined && !isIPv4(address) && !isIPv6(address))
    failInvalid(`Invalid parameter : ${address} is not a valid IP address`);
  if (address !== undefined && isUnreachable(address))
    failInvalid(
      `Invalid parameter : IPAddress ${address} is in a local, private, non-routable or multicast range`,
    );
  if (address !== undefined && isIPv6(address))
    fail(
      'NotImplemented',
      `IPAddress ${address}: the checkers of this engine probe IPv4 only.`,
      501,
    );
  if (config.Type === 'TCP' && config.Port === undefined)
    failInvalid('Invalid parameter : Port is required for TCP health checks');
  if (config.Port !== undefined && (config.Port < 1 || config.Port > 65_535))
    failInvalid(`Invalid parameter : Port must be between 1 and 65535: ${config.Port}`);
}

function checkProbe(config: HealthCheckConfig): void {
  const interval = config.RequestInterval ?? 30;
  if (interval !== 10 && interval !== 30)
    failInvalid(`Invalid parameter : RequestInterval must be 10 or 30: ${interval}`);
  const threshold = config.FailureThreshold ?? 3;
  if (threshold < 1 || threshold > FAILURE_THRESHOLD_MAX)
    failInvalid(
      `Invalid parameter : FailureThreshold must be between 1 and ${FAILURE_THRESHOLD_MAX}: ${threshold}`,
    );
  const matches = config.Type === 'HTTP_STR_MATCH' || config.Type === 'HTTPS_STR_MATCH';
  if (matches && !config.SearchString)
    failInvalid(`Invalid parameter : SearchString is required for type ${config.Type}`);
  if (!matches && config.SearchString !== undefined)
    failInvalid(`Invalid parameter : SearchString is not allowed for type ${config.Type}`);
  if ((config.SearchString?.length ?? 0) > SEARCH_STRING_CHARACTERS_MAX)
    failInvalid(
      `Invalid parameter : SearchString is longer than ${SEARCH_STRING_CHARACTERS_MAX} characters`,
    );
  if (config.Type === 'TCP' && config.ResourcePath !== undefined)
    failInvalid('Invalid parameter : ResourcePath is not allowed for type TCP');
  if ((config.ResourcePath?.length ?? 0) > RESOURCE_PATH_CHARACTERS_MAX)
    failInvalid(
      `Invalid parameter : ResourcePath is longer than ${RESOURCE_PATH_CHARACTERS_MAX} characters`,
    );
}

function checkRegions(config: HealthCheckConfig): void {
  const regions = config.Regions ?? [];
  if (regions.length > 0 && regions.length < REGIONS_MIN)
    failInvalid(`Invalid parameter : Regions must contain at least ${REGIONS_MIN} regions`);
  for (const region of regions)
    if (!CHECKER_REGIONS.some((known) => known === region))
      failInvalid(`Invalid parameter : there are no health checkers in region ${region}`);
}

function checkCalculated(config: HealthCheckConfig): void {
  const children = config.ChildHealthChecks ?? [];
  if (children.length > CHILDREN_MAX)
    failInvalid(`Invalid parameter : ChildHealthChecks must not exceed ${CHILDREN_MAX}`);
  const threshold = config.HealthThreshold ?? 0;
  if (threshold < 0 || threshold > CHILDREN_MAX)
    failInvalid(`Invalid parameter : HealthThreshold must be between 0 and ${CHILDREN_MAX}`);
  for (const member of ['IPAddress', 'FullyQualifiedDomainName', 'Port', 'ResourcePath'] as const)
    if (config[member] !== undefined)
      failInvalid(`Invalid parameter : ${member} is not allowed for type CALCULATED`);
}

function failInvalid(message: string): never {
  return fail('InvalidInput', message);
}
