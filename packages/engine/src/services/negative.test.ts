import { AwsError, createServiceCodec } from '@understudy/wire';
import { operationsOf, type Shape } from '@understudy/wire/testing';
import { describe, expect, test } from 'vitest';
import type { Service } from '../kernel/service.ts';
import { testDeps, testRequest } from '../kernel/kernel.fixture.ts';
import { testServices } from '../resources/testing/services.ts';
import { ABSENT, NEEDS_NOTHING_THERE, PASSES_WITHOUT } from './absent.fixture.ts';
import { leastInput } from './least-input.fixture.ts';

const services: [string, Service][] = Object.entries(testServices(testDeps()));

interface Case {
  service: Service;
  name: string;
  operation: string;
  input: Shape;
}

/** Every operation of every service, with its shape of the SDK's. */
const cases: Case[] = [];
for (const [name, service] of services) {
  const shapes = operationsOf(await service.loadSchemas());
  for (const operation of Object.keys(service.operations)) {
    const input = shapes.get(operation)?.input;
    if (input !== undefined) cases.push({ service, name, operation, input });
  }
}

/** The code that an operation fails with; undefined for one that does not. */
async function codeOf({ service, operation }: Case, input: object): Promise<string | undefined> {
  try {
    await service.operations[operation]?.(testRequest(), input as never);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('what does not exist', () => {
  test.each(Object.entries(ABSENT))('%s says so with its code', async (name, absent) => {
    const asked = cases.filter(
      (one) =>
        one.name === name &&
        one.input.members.some((member) => member.required && member.name in absent.ids),
    );
    expect(asked.length).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (const one of asked) {
      if (`${name} ${one.operation}` in NEEDS_NOTHING_THERE) continue;
      const code = await codeOf(one, leastInput(one.input, absent.ids));
      if (code === undefined || !absent.codes.includes(code))
        wrong.push(`${one.operation}: ${code ?? 'succeeded'}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('a required member that is missing', () => {
  test.each(services.map(([name]) => name))('is refused by every operation of %s', async (name) => {
    const wrong: string[] = [];
    for (const one of cases.filter((candidate) => candidate.name === name))
      for (const { name: missing } of one.input.members.filter(({ required }) => required)) {
        const what = `${name} ${one.operation} ${missing}`;
        const { [missing]: _, ...input } = leastInput(one.input, ABSENT[name]?.ids);
        const code = await codeOf(one, input);
        // What a fake data plane has no answer to is no refusal either.
        const isRefused = code !== undefined && /^[A-Z][\w.]+$/.test(code);
        if (isRefused === what in PASSES_WITHOUT) wrong.push(`${what}: ${code ?? 'succeeded'}`);
      }
    expect(wrong).toEqual([]);
  });
});

describe('a required member that is missing on the wire', () => {
  test.each(services.map(([name]) => name).filter((name) => name !== 's3'))(
    'is refused before an operation of %s looks anything up, in the words of the service',
    async (name) => {
      const service = services.find(([one]) => one === name)?.[1];
      if (service === undefined) throw new Error(`there is no ${name}`);
      const codec = createServiceCodec(await service.loadSchemas(), service.traits);
      const protocol = service.traits.protocols[0] ?? 'awsQuery';
      const wrong: string[] = [];
      for (const { operation, input } of cases.filter((one) => one.name === name))
        for (const { name: missing } of input.members.filter(({ required }) => required)) {
          const { [missing]: _, ...rest } = leastInput(input, ABSENT[name]?.ids);
          const said = saidOf(() => codec.requireMembers({ operation, input: rest, protocol }));
          const lower = missing.charAt(0).toLowerCase() + missing.slice(1);
          if (!new RegExp(`^\\w+: .*\\b(?:${missing}|${lower})\\b`).test(said ?? ''))
            wrong.push(`${operation} ${missing}: ${said ?? 'passed'}`);
        }
      expect(wrong).toEqual([]);
    },
  );
});

function saidOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
  }
}
