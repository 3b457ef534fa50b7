import type { Change } from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';

/** ResourceRecordSet's documented bounds (API reference, "ResourceRecordSet"). */
const TTL_SECONDS_MAX = 2_147_483_647;
const WEIGHT_MAX = 255;
const SET_IDENTIFIER_CHARACTERS_MAX = 128;
/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const CHANGES_MAX = 1000;
const VALUES_MAX = 400;

/** What is wrong with a batch whatever the zone holds. Throws `InvalidInput`, as Route 53 does before it looks at the zone. */
export function checkChangeShapes(changes: readonly Change[]): void {
  if (changes.length > CHANGES_MAX)
    throw new AwsError({
      code: 'InvalidChangeBatch',
      message: `[Number of records limit of ${CHANGES_MAX} exceeded.]`,
    });
  changes.forEach(checkChangeShape);
}

function checkChangeShape(change: Change, index: number): void {
  const record = change.ResourceRecordSet;
  const path = `changeBatch.changes.${index + 1}.member`;
  if (change.Action !== 'CREATE' && change.Action !== 'DELETE' && change.Action !== 'UPSERT')
    throw constraint(
      String(change.Action),
      `${path}.action`,
      'Member must satisfy enum value set: [CREATE, DELETE, UPSERT]',
    );
  if (record === undefined) throw invalid(`Missing field 'ResourceRecordSet' in Change`);
  checkRange(record.TTL, 0, TTL_SECONDS_MAX, `${path}.resourceRecordSet.tTL`);
  checkRange(record.Weight, 0, WEIGHT_MAX, `${path}.resourceRecordSet.weight`);
  checkValueSource(change);
  checkRouting(change);
  const identifier = record.SetIdentifier;
  if (identifier !== undefined && identifier.length > SET_IDENTIFIER_CHARACTERS_MAX)
    throw constraint(
      identifier,
      `${path}.resourceRecordSet.setIdentifier`,
      `Member must have length less than or equal to ${SET_IDENTIFIER_CHARACTERS_MAX}`,
    );
}

function checkValueSource(change: Change): void {
  const record = change.ResourceRecordSet;
  const values = record?.ResourceRecords ?? [];
  const expected =
    'Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
  if (record?.AliasTarget !== undefined) {
    if (record.TTL !== undefined || values.length > 0)
      throw invalid(`${expected}, but found more than one in ${describe(change)}`);
  } else if (record?.TTL === undefined || values.length === 0) {
    throw invalid(`${expected}, but found none in ${describe(change)}`);
  }
  if (values.length > VALUES_MAX)
    throw invalid(`Number of records limit of ${VALUES_MAX} exceeded in ${describe(change)}`);
}

function checkRouting(change: Change): void {
  const record = change.ResourceRecordSet;
  const found = (['Weight', 'Failover', 'MultiValueAnswer'] as const).filter(
    (member) => record?.[member] !== undefined,
  );
  const expected =
    'Expected exactly one of [Weight, Region, Failover, GeoLocation, GeoProximityLocation, CidrRoutingConfig, or MultiValueAnswer]';
  if (found.length > 1)
    throw invalid(`${expected}, but found more than one in ${describe(change)}`);
  if (found.length === 1 && !record?.SetIdentifier)
    throw invalid(`Missing field 'SetIdentifier' in ${describe(change)}`);
  if (found.length === 0 && record?.SetIdentifier !== undefined)
    throw invalid(`${expected}, but found none in ${describe(change)}`);
}

function describe(change: Change): string {
  const record = change.ResourceRecordSet;
  return `Change with [Action=${change.Action}, Name=${record?.Name}, Type=${record?.Type}, SetIdentifier=${record?.SetIdentifier ?? null}]`;
}

function checkRange(value: number | undefined, least: number, most: number, path: string): void {
  if (value === undefined) return;
  if (value < least)
    throw constraint(
      String(value),
      path,
      `Member must have value greater than or equal to ${least}`,
    );
  if (value > most)
    throw constraint(String(value), path, `Member must have value less than or equal to ${most}`);
}

function constraint(value: string, path: string, rule: string): AwsError {
  return new AwsError({
    code: 'InvalidInput',
    message: `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${rule}`,
  });
}

function invalid(message: string): AwsError {
  return new AwsError({ code: 'InvalidInput', message: `Invalid request: ${message}` });
}
