import {
  type Change,
  ResourceRecordSetFailover,
  ResourceRecordSetRegion,
} from '@aws-sdk/client-route-53';
import { fail } from '../../../kernel/fail.ts';

/** ResourceRecordSet's documented bounds (API reference, "ResourceRecordSet"). */
const TTL_SECONDS_MAX = 2_147_483_647;
const WEIGHT_MAX = 255;
const SET_IDENTIFIER_CHARACTERS_MAX = 128;
const FAILOVERS = Object.values(ResourceRecordSetFailover);
const REGIONS = Object.values(ResourceRecordSetRegion);
/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const RESOURCE_RECORDS_MAX = 1000;
const REQUEST_VALUE_CHARACTERS_MAX = 32_000;
/** "ResourceRecord" in the API reference. */
const VALUE_CHARACTERS_MAX = 4000;

/**
 * What is wrong with a batch whatever the zone holds. Throws `InvalidInput`, as Route 53 does
 * before it looks at the zone.
 */
export function checkChangeShapes(changes: readonly Change[]): void {
  checkRequestSize(changes);
  changes.forEach(checkChangeShape);
}

/** An alias has no `ResourceRecord` element, and counts as one here. */
function checkRequestSize(changes: readonly Change[]): void {
  let records = 0;
  let characters = 0;
  for (const { Action, ResourceRecordSet } of changes) {
    const values = ResourceRecordSet?.ResourceRecords ?? [];
    // "When the value of the Action element is UPSERT, each ResourceRecord element is counted
    // twice", and each character.
    const times = Action === 'UPSERT' ? 2 : 1;
    records += times * Math.max(1, values.length);
    for (const { Value = '' } of values) characters += times * Value.length;
  }
  const failExceeded = (what: string, most: number): never =>
    fail('InvalidChangeBatch', `[Number of ${what} limit of ${most} exceeded.]`);
  if (records > RESOURCE_RECORDS_MAX) failExceeded('records', RESOURCE_RECORDS_MAX);
  if (characters > REQUEST_VALUE_CHARACTERS_MAX)
    failExceeded('characters', REQUEST_VALUE_CHARACTERS_MAX);
}

function checkChangeShape(change: Change, index: number): void {
  const record = change.ResourceRecordSet;
  const path = `changeBatch.changes.${index + 1}.member`;
  checkEnum(String(change.Action), ['CREATE', 'DELETE', 'UPSERT'], `${path}.action`);
  if (record === undefined) failInvalid(`Missing field 'ResourceRecordSet' in Change`);
  checkEnum(record.Failover, FAILOVERS, `${path}.resourceRecordSet.failover`);
  checkEnum(record.Region, REGIONS, `${path}.resourceRecordSet.region`);
  checkRange(record.TTL, 0, TTL_SECONDS_MAX, `${path}.resourceRecordSet.tTL`);
  checkRange(record.Weight, 0, WEIGHT_MAX, `${path}.resourceRecordSet.weight`);
  checkValueSource(change);
  checkRouting(change);
  for (const [at, { Value = '' }] of (record.ResourceRecords ?? []).entries())
    if (Value.length > VALUE_CHARACTERS_MAX)
      failConstraint(
        Value,
        `${path}.resourceRecordSet.resourceRecords.${at + 1}.member.value`,
        `Member must have length less than or equal to ${VALUE_CHARACTERS_MAX}`,
      );
  const identifier = record.SetIdentifier;
  if (identifier !== undefined && identifier.length > SET_IDENTIFIER_CHARACTERS_MAX)
    failConstraint(
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
      failInvalid(`${expected}, but found more than one in ${describe(change)}`);
  } else if (record?.TTL === undefined || values.length === 0) {
    failInvalid(`${expected}, but found none in ${describe(change)}`);
  }
}

function checkRouting(change: Change): void {
  const record = change.ResourceRecordSet;
  // MultiValueAnswer is true or it is nothing.
  const found = (['Weight', 'Region', 'Failover', 'MultiValueAnswer'] as const).filter(
    (member) => (record?.[member] ?? false) !== false,
  );
  const expected =
    'Expected exactly one of [Weight, Region, Failover, GeoLocation, GeoProximityLocation, CidrRoutingConfig, or MultiValueAnswer]';
  if (found.length > 1) failInvalid(`${expected}, but found more than one in ${describe(change)}`);
  if (found.length === 1 && !record?.SetIdentifier)
    failInvalid(`Missing field 'SetIdentifier' in ${describe(change)}`);
  if (found.length === 0 && record?.SetIdentifier !== undefined)
    failInvalid(`${expected}, but found none in ${describe(change)}`);
}

function describe(change: Change): string {
  const record = change.ResourceRecordSet;
  return `Change with [Action=${change.Action}, Name=${record?.Name}, Type=${record?.Type}, SetIdentifier=${record?.SetIdentifier ?? null}]`;
}

function checkEnum(value: string | undefined, allowed: readonly string[], path: string): void {
  if (value !== undefined && !allowed.includes(value))
    failConstraint(value, path, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

function checkRange(value: number | undefined, least: number, most: number, path: string): void {
  if (value === undefined) return;
  if (value < least)
    failConstraint(String(value), path, `Member must have value greater than or equal to ${least}`);
  if (value > most)
    failConstraint(String(value), path, `Member must have value less than or equal to ${most}`);
}

function failConstraint(value: string, path: string, rule: string): never {
  return fail(
    'InvalidInput',
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${rule}`,
  );
}

function failInvalid(message: string): never {
  return fail('InvalidInput', `Invalid request: ${message}`);
}
