import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '@understudy/contract';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import type { Operation } from '../../kernel/service.ts';
import { CheckedState } from '../../kernel/state/checked-state.fixture.ts';
import type { StateStore } from '../../kernel/state/state-store.ts';
import { testServices } from '../../resources/testing/services.ts';
import type { Services } from '../../services/registry.ts';

const REGIONS = ['ap-northeast-2', 'us-east-1'] as const;

/** Answers by `service.Operation input region`. */
export type Descriptions = Record<string, JsonObject>;

/**
 * What services on a state answer to whoever asks what there is: to each operation that needs no
 * input for it, and to some that do.
 */
export async function describeState(state: StateStore): Promise<Descriptions> {
  const [ofNothing, all] = [await describe(new CheckedState()), await describe(state)];
  // What is there without any state says nothing of this one, nor does the same for both regions.
  const told = Object.entries(all).filter(
    ([call, answer]) =>
      !isDeepStrictEqual(answer, ofNothing[call]) &&
      !(
        call.endsWith(REGIONS[1]) &&
        isDeepStrictEqual(answer, all[call.slice(0, -REGIONS[1].length) + REGIONS[0]])
      ),
  );
  return Object.fromEntries(told);
}

async function describe(state: StateStore): Promise<Descriptions> {
  const services = testServices(testDeps({ state }));
  const descriptions: Descriptions = {};
  const tell = async (
    service: keyof Services,
    name: string,
    input: object,
  ): Promise<JsonObject> => {
    let last: JsonObject | undefined;
    for (const region of REGIONS) {
      last = await answer(services[service].operations, name, { region, input });
      if (last !== undefined)
        descriptions[`${service}.${name} ${JSON.stringify(input)} ${region}`] = last;
    }
    return last ?? {};
  };
  for (const [service, { operations }] of entriesOf(services))
    for (const name of Object.keys(operations).filter((one) => /^(?:Describe|List)/.test(one)))
      await tell(service, name, {});
  for (const id of valuesOf(await tell('route53', 'ListHostedZones', {}), 'Id'))
    await tell('route53', 'ListResourceRecordSets', { HostedZoneId: id });
  for (const StackName of valuesOf(descriptions, 'StackName'))
    await tell('cloudformation', 'DescribeStackResources', { StackName });
  for (const arn of valuesOf(descriptions, 'LoadBalancerArn'))
    await tell('elbv2', 'DescribeListeners', { LoadBalancerArn: arn });
  for (const id of valuesOf(descriptions, 'LaunchTemplateId'))
    await tell('ec2', 'DescribeLaunchTemplateVersions', { LaunchTemplateId: id });
  for (const RoleName of valuesOf(descriptions, 'RoleName'))
    await tell('iam', 'ListRolePolicies', { RoleName });
  return descriptions;
}

function entriesOf(services: Services): [keyof Services, Services[keyof Services]][] {
  return Object.entries(services) as [keyof Services, Services[keyof Services]][];
}

/** Undefined for what cannot be asked so. */
async function answer(
  operations: Readonly<Record<string, Operation>>,
  name: string,
  { region, input }: { region: string; input: object },
): Promise<JsonObject | undefined> {
  try {
    const output = await operations[name]?.(testRequest(region), input as never);
    const told = plain(JSON.parse(JSON.stringify(output ?? null)));
    return isJsonObject(told) ? told : undefined;
  } catch {
    return undefined;
  }
}

/** What is of the call alone, and not of what there is. */
const OF_THE_CALL = new Set(['requestId', 'clientToken', '$metadata']);

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([name]) => !OF_THE_CALL.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

/** Each text once that is somewhere a member of this name. */
function valuesOf(value: unknown, member: string): string[] {
  const found = new Set<string>();
  const look = (within: unknown): void => {
    if (typeof within !== 'object' || within === null) return;
    for (const [name, inner] of Object.entries(within))
      if (name === member && typeof inner === 'string') found.add(inner);
      else look(inner);
  };
  look(value);
  return [...found].toSorted();
}
