import { isJsonObject, type JsonObject } from '@understudy/contract';
import fc from 'fast-check';
import type { Services } from '../../services/registry.ts';
import type { World } from './world.fixture.ts';

/** Which of two bags: names differ between them, so that one may replace the other. */
export type Side = 'a' | 'b';

/** How resources of one type are drawn and looked at. */
export interface TypeCase {
  /** Values of properties; what is not here, and the schema cannot draw, is not given. */
  values(world: World, side: Side): Record<string, fc.Arbitrary<unknown>>;
  /** Makes a bag of what was drawn, where one value follows from another. */
  finish?(drawn: JsonObject): JsonObject;
  /** What the schema could draw, and AWS takes in other company only. */
  undrawn?: readonly string[];
  /** Properties that are given every time, beside those that the schema requires. */
  always?: readonly string[];
  /**
   * The service's own answer; undefined, or a refusal, when it is gone. What has a property's name
   * must have its value.
   */
  find(world: World, physicalId: string, given: JsonObject): Promise<JsonObject | undefined>;
  /** Properties that the answer does not have, and why. */
  unseen?: Readonly<Record<string, string>>;
  /** Attributes that have no value, or none that a text can have. */
  without?: readonly string[];
  /** A bag that fits the schema, and that AWS refuses. */
  refused(world: World): JsonObject;
}

/** The answer of one operation, and what is at a path (`Vpcs.0`) of it. */
export function found(
  service: keyof Services,
  operation: string,
  input: (physicalId: string, given: JsonObject) => object,
  at: string,
): TypeCase['find'] {
  return async (world, physicalId, given) =>
    asObject(pick(await world.call(service, operation, input(physicalId, given)), at));
}

/** The same, with members that are worked out of it. */
export function seen(
  find: TypeCase['find'],
  also: (found: JsonObject, world: World, physicalId: string) => object | Promise<object>,
): TypeCase['find'] {
  return async (world, physicalId, given) => {
    const one = await find(world, physicalId, given);
    return one === undefined ? undefined : { ...one, ...(await also(one, world, physicalId)) };
  };
}

export function pick(value: unknown, at: string): unknown {
  let inner = value;
  for (const name of at === '' ? [] : at.split('.')) {
    if (Array.isArray(inner)) inner = (inner as unknown[])[Number(name)];
    else inner = isJsonObject(inner) ? inner[name] : undefined;
  }
  return inner;
}

export function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** `{ Key, Value }` of pairs such as attributes, in the order of the given ones. */
export function pairs(list: unknown): JsonObject {
  const entries = (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one) => {
    const key = pick(one, 'Key');
    return typeof key === 'string' ? [[key, pick(one, 'Value')] as const] : [];
  });
  return Object.fromEntries(entries);
}

/**
 * Without the counts that CloudFront's API has beside lists, and lists as they are in templates.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(plain);
  const object = asObject(value);
  if (object === undefined) return value;
  const { Quantity: _count, Items: items, ...rest } = object;
  if (items === undefined || Object.keys(rest).length > 0)
    return Object.fromEntries(Object.entries(object).map(([name, inner]) => [name, plain(inner)]));
  return plain(items);
}

export const word = fc.stringMatching(/^[a-z]{1,8}$/);

export const tags = fc
  .dictionary(word, word, { maxKeys: 3 })
  .map((map) => Object.entries(map).map(([Key, Value]) => ({ Key, Value })));

export const tagMap = fc.dictionary(word, word, { maxKeys: 3 });

export function named(side: Side): fc.Arbitrary<string> {
  return word.map((text) => `${text}-${side}`);
}

export function statement(Action: string, more: object): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, ...more }] };
}

export const policy = fc
  .constantFrom('s3:GetObject', 's3:PutObject', 'sqs:*')
  .map((action) => statement(action, { Resource: '*' }));
