import type { Stack } from '@aws-sdk/client-cloudformation';
import { isJsonObject, type JsonObject } from '@understudy/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  changedProperties,
  needsReplacement,
} from '../../services/cloudformation/schema/replacement.ts';
import { schemaOf } from '../../services/cloudformation/schema/schema.ts';
import { sameValue } from '../../services/cloudformation/template/values.ts';
import { RESOURCE_HANDLERS } from '../registry.ts';
import { pick, plain, type TypeCase } from './case.fixture.ts';
import { bags, replacing } from './draw.fixture.ts';
import { CASES } from './every-case.fixture.ts';
import { World } from './world.fixture.ts';

const RUNS = Number(process.env['UNDERSTUDY_RUNS'] ?? 3);
const TYPE_WALL_MS_MAX = 60_000;
/** Lists, and what is no text: an output gives neither. */
const NO_TEXT =
  /^(?:LatestVersion|NameServers|SecurityGroups|.*Arns|CidrBlockAssociations|Ipv6CidrBlocks|.*Ids|DnsEntries|BlockPublicAccessStates)$/;

const stack = new AsyncDisposableStack();
let world: World;
beforeAll(async () => {
  world = await World.start(stack);
});
afterAll(() => stack.disposeAsync());

test('every type has a case', () => {
  const types = RESOURCE_HANDLERS.map(({ type }) => type);
  expect(Object.keys(CASES).sort()).toEqual(types.sort());
});

describe.each(Object.entries(CASES))('%s', (type, one) => {
  test(
    'is made, changed, replaced and removed as it was given',
    async () => {
      const drawn = fc.record({
        first: bags(type, one, { world, side: 'a' }),
        second: bags(type, one, { world, side: 'b' }),
        isReplaced: fc.boolean(),
      });
      const property = fc.asyncProperty(drawn, (draw) => lives(type, one, draw));
      await fc.assert(property, { numRuns: RUNS });
    },
    TYPE_WALL_MS_MAX,
  );

  test('what is refused leaves nothing', async () => {
    const before = await world.everything();
    const name = stackName(type);
    const refused = await world.create(name, template(type, one.refused(world)));
    expect(refused.StackStatus).toBe('ROLLBACK_COMPLETE');
    await world.remove(name);
    expect(await world.everything()).toEqual(before);
  });
});

async function lives(
  type: string,
  one: TypeCase,
  draw: { first: JsonObject; second: JsonObject; isReplaced: boolean },
): Promise<void> {
  const before = await world.everything();
  const name = stackName(type);
  const { first, changed } = bagsOf(type, one, draw);
  try {
    const made = await world.create(name, template(type, first));
    expect(made.StackStatus, await world.reasons(name)).toBe('CREATE_COMPLETE');
    const firstId = await shows(one, outputs(made), first);
    if (!sameValue(changed, first)) {
      const updated = await world.update(name, template(type, changed));
      expect(updated.StackStatus, await world.reasons(name)).toBe('UPDATE_COMPLETE');
      const secondId = await shows(one, outputs(updated), changed);
      const isNew = needsReplacement(changedProperties(type, first, changed));
      if (isNew) {
        expect(secondId).not.toBe(firstId);
        expect(await look(one, firstId, first)).toBeUndefined();
      } else expect(secondId).toBe(firstId);
    }
    await world.remove(name);
    expect(await look(one, firstId, first)).toBeUndefined();
    expect(await world.everything()).toEqual(before);
  } finally {
    await world.remove(name);
  }
}

/** Where nothing is to be replaced, what would do it stays as it was. */
function bagsOf(
  type: string,
  one: TypeCase,
  draw: { first: JsonObject; second: JsonObject; isReplaced: boolean },
): { first: JsonObject; changed: JsonObject } {
  const changed = { ...draw.second };
  for (const name of draw.isReplaced ? [] : replacing(type)) {
    if (Object.hasOwn(draw.first, name)) changed[name] = draw.first[name];
    else delete changed[name];
  }
  const finish = one.finish ?? ((bag: JsonObject) => bag);
  return { first: finish(draw.first), changed: finish(changed) };
}

/** The resource's own answer has the values given. Gives the physical id. */
async function shows(
  one: TypeCase,
  given: Record<string, string>,
  properties: JsonObject,
): Promise<string> {
  const physicalId = given['Ref'] ?? '';
  for (const value of Object.values(given)) expect(value).not.toBe('');
  const found = await look(one, physicalId, properties);
  if (found === undefined) throw new Error(`${physicalId} is not there`);
  const wanted = Object.entries(properties).filter(([name]) => one.unseen?.[name] === undefined);
  const shown = wanted.map(([name]) => [name, comparable(name, found[name])]);
  const asked = wanted.map(([name, value]) => [name, comparable(name, value)]);
  expect(Object.fromEntries(shown)).toMatchObject(Object.fromEntries(asked));
  return physicalId;
}

async function look(
  one: TypeCase,
  physicalId: string,
  given: JsonObject,
): Promise<JsonObject | undefined> {
  try {
    const found = await one.find(world, physicalId, given);
    return found?.['gone'] === true ? undefined : found;
  } catch {
    return undefined; // refused, since it is not there
  }
}

/**
 * Tags in the order of their keys, without CloudFormation's own; an absent list is an empty one.
 */
function comparable(name: string, value: unknown): unknown {
  if (/Config$/.test(name)) return plain(value);
  if (/^SecurityGroup(?:In|E)gress$/.test(name)) return byAddress(value);
  if (!/(?:Tags|Attributes)$/.test(name)) return value;
  const list: unknown[] = Array.isArray(value) ? value : pairsOf(value);
  const entries = list.flatMap((one) =>
    isJsonObject(one) ? [[String(one['Key']), one['Value']] as const] : [],
  );
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith('aws:')));
}

function pairsOf(map: unknown): JsonObject[] {
  return Object.entries(isJsonObject(map) ? map : {}).map(([Key, Value]) => ({ Key, Value }));
}

/** Rules have no order. */
function byAddress(rules: unknown): unknown[] {
  const list: unknown[] = Array.isArray(rules) ? rules : [];
  const address = (rule: unknown): string => String(pick(rule, 'CidrIp'));
  return list.toSorted((one, other) => address(one).localeCompare(address(other)));
}

function template(type: string, properties: JsonObject): object {
  const attributes = attributesOf(type).map((name) => [
    name.replaceAll('.', ''),
    { Value: { 'Fn::GetAtt': ['Subject', name] } },
  ]);
  return {
    Resources: { Subject: { Type: type, Properties: properties } },
    Outputs: { Ref: { Value: { Ref: 'Subject' } }, ...Object.fromEntries(attributes) },
  };
}

/** Those that the engine gives: what only a property would make that is refused, it does not. */
function attributesOf(type: string): string[] {
  const handler = RESOURCE_HANDLERS.find((one) => one.type === type);
  const texts = (schemaOf(type)?.attributes ?? []).filter(
    (name) => !NO_TEXT.test(name) && CASES[type]?.without?.includes(name) !== true,
  );
  return texts.filter(
    (name) =>
      !name.includes('.') || !Object.hasOwn(handler?.properties ?? {}, name.split('.')[0] ?? ''),
  );
}

function outputs({ Outputs = [] }: Stack): Record<string, string> {
  return Object.fromEntries(
    Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

function stackName(type: string): string {
  return `of-${type.replaceAll('::', '-')}`;
}
