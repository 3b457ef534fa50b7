import type {
  CreateComponentRequest,
  CreateComponentResponse,
  DeleteComponentRequest,
  DeleteComponentResponse,
  GetComponentRequest,
  GetComponentResponse,
  LatestVersionReferences,
} from '@aws-sdk/client-imagebuilder';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkComponentData } from './component-document.ts';
import {
  arnOf,
  checkName,
  checkVersion,
  failExists,
  failInUse,
  type ImageBuilderStore,
} from './imagebuilder-store.ts';
import type { ComponentRecord } from './records.ts';

export const componentOperations = {
  CreateComponent: operation(createComponent, {
    accepts: [
      'name',
      'semanticVersion',
      'description',
      'changeDescription',
      'platform',
      'supportedOsVersions',
      'data',
      'tags',
      'clientToken',
    ],
  }),
  GetComponent: operation(getComponent),
  DeleteComponent: operation(deleteComponent),
};

function createComponent(
  store: ImageBuilderStore,
  context: RequestContext,
  input: CreateComponentRequest,
): CreateComponentResponse {
  const name = checkName(input.name);
  const version = checkVersion(input.semanticVersion);
  if (input.data === undefined)
    fail('InvalidParameterCombinationException', 'The component data must be given.');
  checkComponentData(input.data);
  const arn = arnOf(context, 'component', name, version, '1');
  if (store.components.get(context.region, arn) !== undefined) failExists('component', arn);
  store.components.put(context.region, arn, {
    arn,
    name,
    version,
    platform: input.platform ?? 'Linux',
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.changeDescription === undefined
      ? {}
      : { changeDescription: input.changeDescription }),
    supportedOsVersions: input.supportedOsVersions ?? [],
    data: input.data,
    createdMs: store.deps.clock.nowMs(),
    tags: input.tags ?? {},
  });
  return {
    ...store.answer(input.clientToken),
    componentBuildVersionArn: arn,
    latestVersionReferences: latestVersions(arn),
  };
}

function getComponent(
  store: ImageBuilderStore,
  context: RequestContext,
  input: GetComponentRequest,
): GetComponentResponse {
  const record = findComponent(store, context.region, input.componentBuildVersionArn ?? '');
  return {
    requestId: store.answer(undefined).requestId,
    component: {
      arn: record.arn,
      name: record.name,
      version: record.version,
      type: 'BUILD',
      platform: record.platform,
      description: record.description,
      changeDescription: record.changeDescription,
      supportedOsVersions: record.supportedOsVersions,
      data: record.data,
      owner: context.account,
      encrypted: true,
      dateCreated: new Date(record.createdMs).toISOString(),
      tags: record.tags,
    },
    latestVersionReferences: latestVersions(record.arn),
  };
}

function deleteComponent(
  store: ImageBuilderStore,
  context: RequestContext,
  input: DeleteComponentRequest,
): DeleteComponentResponse {
  const { region } = context;
  const arn = input.componentBuildVersionArn;
  const record = store.find(store.components, region, arn, 'component');
  const user = store.recipes
    .list(region)
    .find((recipe) => recipe.components.some((held) => held.componentArn === record.arn));
  if (user !== undefined) failInUse('component', record.arn, user.arn);
  store.components.delete(region, record.arn);
  return {
    requestId: store.answer(undefined).requestId,
    componentBuildVersionArn: record.arn,
  };
}

/**
 * The component that an ARN stands for; `x` in a version stands for the newest, and so does an
 * absent build number.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/ibhow-semantic-versioning.html
 */
export function findComponent(
  store: ImageBuilderStore,
  region: string,
  arn: string,
): ComponentRecord {
  const exact = store.components.get(region, arn);
  if (exact !== undefined) return exact;
  const [, stem, version] =
    /^(.+:component\/[^/]+)\/([\dx]+\.[\dx]+\.[\dx]+)(?:\/\d+)?$/.exec(arn) ?? [];
  const candidates = store.components
    .list(region, stem === undefined ? arn : `${stem}/`)
    .filter((record) => matchesVersion(record.version, version ?? ''))
    .sort((one, other) => compareVersions(other.version, one.version));
  return candidates[0] ?? store.find(store.components, region, arn, 'component');
}

/**
 * The wildcard forms of a versioned ARN, as CloudFormation's `LatestVersion` attributes have them.
 */
export function latestVersions(arn: string): Required<LatestVersionReferences> {
  const [, stem = '', version = ''] = /^(.+?\/[^/]+)\/(\d+\.\d+\.\d+)/.exec(arn) ?? [];
  const [major, minor] = version.split('.');
  return {
    latestVersionArn: `${stem}/x.x.x`,
    latestMajorVersionArn: `${stem}/${major}.x.x`,
    latestMinorVersionArn: `${stem}/${major}.${minor}.x`,
    latestPatchVersionArn: `${stem}/${version}`,
  };
}

function matchesVersion(version: string, pattern: string): boolean {
  const wanted = pattern.split('.');
  return version.split('.').every((part, index) => wanted[index] === 'x' || wanted[index] === part);
}

function compareVersions(one: string, other: string): number {
  const others = other.split('.').map(Number);
  const differences = one.split('.').map((part, index) => Number(part) - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
