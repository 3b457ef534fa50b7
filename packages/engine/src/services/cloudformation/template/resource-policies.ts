import { isJsonObject, type JsonObject } from '@understudy/contract';
import type {
  CreationPolicy,
  PolicyDuration,
  RefreshPreferences,
  ResourcePolicies,
  RollingUpdate,
  UpdatePolicy,
} from '../../../kernel/resource-policies.ts';
import { validationError } from '../errors.ts';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const DEFAULT_TIMEOUT = 'PT5M';
/** "The maximum is one hour", for both policies. */
const DURATION_MS_MAX = 3_600_000;
const DURATION = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/**
 * Policies of one resource from their evaluated values. What has no meaning here is refused, never
 * passed over.
 *
 * @throws AwsError ValidationError with the place in the template
 */
export function resourcePolicies(
  resource: { logicalId: string; type: string },
  values: { creation: unknown; update: unknown },
): ResourcePolicies {
  const at = (attribute: string): Place => ({
    path: `/Resources/${resource.logicalId}/${attribute}`,
    type: resource.type,
  });
  return {
    creation:
      values.creation === undefined
        ? undefined
        : creationPolicy(members(values.creation, at('CreationPolicy')), at('CreationPolicy')),
    update:
      values.update === undefined
        ? undefined
        : updatePolicy(members(values.update, at('UpdatePolicy')), at('UpdatePolicy')),
  };
}

interface Place {
  path: string;
  type: string;
}

function creationPolicy(value: JsonObject, place: Place): CreationPolicy {
  only(value, ['ResourceSignal', 'AutoScalingCreationPolicy'], place);
  if (place.type !== GROUP) throw refused(place, `is not known for resource type ${place.type}`);
  const signal = part(value, 'ResourceSignal', ['Count', 'Timeout'], place);
  const group = part(value, 'AutoScalingCreationPolicy', ['MinSuccessfulInstancesPercent'], place);
  return {
    signals: signal && {
      count: wholeNumber(signal, 'Count', { fallback: 1, place }),
      timeout: duration(signal, 'Timeout', { fallback: DEFAULT_TIMEOUT, place }),
    },
    minSuccessfulInstancesPercent: percent(group ?? {}, 'MinSuccessfulInstancesPercent', place),
  };
}

function updatePolicy(value: JsonObject, place: Place): UpdatePolicy {
  only(
    value,
    [
      'AutoScalingRollingUpdate',
      'AutoScalingInstanceRefresh',
      'AutoScalingReplacingUpdate',
      'AutoScalingScheduledAction',
    ],
    place,
  );
  if (place.type !== GROUP) throw refused(place, `is not known for resource type ${place.type}`);
  const replacing = part(value, 'AutoScalingReplacingUpdate', ['WillReplace'], place);
  const scheduled = part(
    value,
    'AutoScalingScheduledAction',
    ['IgnoreUnmodifiedGroupSizeProperties'],
    place,
  );
  // Whatever it says, sizes that the template does not change stay (autoscaling/README.md).
  flag(scheduled ?? {}, 'IgnoreUnmodifiedGroupSizeProperties', place);
  const rolling = part(value, 'AutoScalingRollingUpdate', ROLLING_MEMBERS, place);
  const refresh = part(value, 'AutoScalingInstanceRefresh', ['Strategy', 'Preferences'], place);
  if (rolling !== undefined && refresh !== undefined)
    throw refused(place, 'has both AutoScalingRollingUpdate and AutoScalingInstanceRefresh');
  return {
    rollingUpdate: rolling && rollingUpdate(rolling, place),
    instanceRefresh: refresh && instanceRefresh(refresh, place),
    willReplace: flag(replacing ?? {}, 'WillReplace', place),
  };
}

const ROLLING_MEMBERS = [
  'MaxBatchSize',
  'MinInstancesInService',
  'MinSuccessfulInstancesPercent',
  'MinActiveInstancesPercent',
  'PauseTime',
  'SuspendProcesses',
  'WaitOnResourceSignals',
];

function rollingUpdate(value: JsonObject, place: Place): RollingUpdate {
  const waits = flag(value, 'WaitOnResourceSignals', place);
  const suspended = value['SuspendProcesses'] ?? [];
  if (!Array.isArray(suspended) || !suspended.every((name) => typeof name === 'string'))
    throw refused(place, 'SuspendProcesses must be a list of strings');
  return {
    maxBatchSize: wholeNumber(value, 'MaxBatchSize', { fallback: 1, place }),
    minInstancesInService: wholeNumber(value, 'MinInstancesInService', { fallback: 1, place }),
    minSuccessfulInstancesPercent: percent(value, 'MinSuccessfulInstancesPercent', place),
    minActiveInstancesPercent: percent(value, 'MinActiveInstancesPercent', place),
    pause: duration(value, 'PauseTime', { fallback: waits ? DEFAULT_TIMEOUT : 'PT0S', place }),
    suspendProcesses: suspended,
    waitOnResourceSignals: waits,
  };
}

const REFRESH_NUMBERS = [
  'MinHealthyPercentage',
  'MaxHealthyPercentage',
  'InstanceWarmup',
  'CheckpointDelay',
  'BakeTime',
] as const;
const REFRESH_TEXTS = ['ScaleInProtectedInstances', 'StandbyInstances'] as const;

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.CfnAutoScalingInstanceRefresh.html */
function instanceRefresh(value: JsonObject, place: Place): RefreshPreferences {
  if (value['Strategy'] !== 'Rolling') throw refused(place, 'Strategy must be Rolling here');
  const known = ['AlarmSpecification', 'CheckpointPercentages', 'SkipMatching'];
  const all = [...REFRESH_NUMBERS, ...REFRESH_TEXTS, ...known];
  const given = part(value, 'Preferences', all, place) ?? {};
  const preferences: RefreshPreferences = {};
  for (const name of REFRESH_NUMBERS)
    if (given[name] !== undefined)
      preferences[name] = wholeNumber(given, name, { fallback: 0, place });
  for (const name of REFRESH_TEXTS) {
    const text = given[name];
    if (text !== undefined && typeof text !== 'string')
      throw refused(place, `${name} must be a string`);
    if (text !== undefined) preferences[name] = text;
  }
  if (given['SkipMatching'] !== undefined)
    preferences.SkipMatching = flag(given, 'SkipMatching', place);
  const percentages = given['CheckpointPercentages'];
  if (percentages !== undefined)
    preferences.CheckpointPercentages = list(percentages, 'CheckpointPercentages', place).map(
      (each) => wholeNumber({ each }, 'each', { fallback: 0, place }),
    );
  const alarms = part(given, 'AlarmSpecification', ['Alarms'], place);
  if (alarms !== undefined)
    preferences.AlarmSpecification = {
      Alarms: list(alarms['Alarms'], 'Alarms', place).map(String),
    };
  return preferences;
}

function list(value: unknown, name: string, place: Place): unknown[] {
  if (!Array.isArray(value)) throw refused(place, `${name} must be a list`);
  return value as unknown[];
}

function part(
  value: JsonObject,
  name: string,
  known: readonly string[],
  place: Place,
): JsonObject | undefined {
  if (value[name] === undefined) return undefined;
  const inner = { ...place, path: `${place.path}/${name}` };
  const found = members(value[name], inner);
  only(found, known, inner);
  return found;
}

function members(value: unknown, place: Place): JsonObject {
  if (!isJsonObject(value)) throw refused(place, 'must be an object');
  return value;
}

function only(value: JsonObject, known: readonly string[], place: Place): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refused(place, `has no member ${unknown}`);
}

/** Templates write numbers as text as well. */
function wholeNumber(
  value: JsonObject,
  name: string,
  { fallback, place }: { fallback: number; place: Place },
): number {
  const given = value[name] ?? fallback;
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0)
    throw refused(place, `${name} must be a whole number that is not negative`);
  return number;
}

function percent(value: JsonObject, name: string, place: Place): number {
  const number = wholeNumber(value, name, { fallback: 100, place });
  if (number > 100) throw refused(place, `${name} must be between 0 and 100`);
  return number;
}

function flag(value: JsonObject, name: string, place: Place): boolean {
  const given = value[name] ?? false;
  const asText = typeof given === 'boolean' ? String(given) : given;
  if (asText !== 'true' && asText !== 'false') throw refused(place, `${name} must be a Boolean`);
  return asText === 'true';
}

function duration(
  value: JsonObject,
  name: string,
  { fallback, place }: { fallback: string; place: Place },
): PolicyDuration {
  const text = value[name] ?? fallback;
  const match = typeof text === 'string' ? DURATION.exec(text) : null;
  if (typeof text !== 'string' || match === null)
    throw refused(place, `${name} must be an ISO 8601 duration such as PT5M`);
  const [hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
  const ms = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000;
  if (ms > DURATION_MS_MAX) throw refused(place, `${name} must be at most one hour`);
  return { text, ms };
}

// AWS's own words for these are published nowhere; the place is what counts.
function refused({ path }: Place, what: string): Error {
  return validationError(`Template error: [${path}] ${what}`);
}
