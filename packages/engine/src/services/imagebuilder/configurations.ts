import type {
  CreateDistributionConfigurationRequest,
  CreateDistributionConfigurationResponse,
  CreateInfrastructureConfigurationRequest,
  CreateInfrastructureConfigurationResponse,
  DeleteDistributionConfigurationRequest,
  DeleteDistributionConfigurationResponse,
  DeleteInfrastructureConfigurationRequest,
  DeleteInfrastructureConfigurationResponse,
  Distribution,
  GetDistributionConfigurationRequest,
  GetDistributionConfigurationResponse,
  GetInfrastructureConfigurationRequest,
  GetInfrastructureConfigurationResponse,
  Image,
  UpdateDistributionConfigurationRequest,
  UpdateDistributionConfigurationResponse,
  UpdateInfrastructureConfigurationRequest,
  UpdateInfrastructureConfigurationResponse,
} from '@aws-sdk/client-imagebuilder';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import {
  arnOf,
  checkName,
  failExists,
  failInUse,
  type ImageBuilderStore,
} from './imagebuilder-store.ts';
import type { ImageBuildRecord } from './records.ts';

/** Where images are built, as a record: here nothing is started for it. */
export const infrastructureOperations = {
  CreateInfrastructureConfiguration: operation(createInfrastructureConfiguration),
  UpdateInfrastructureConfiguration: operation(updateInfrastructureConfiguration),
  GetInfrastructureConfiguration: operation(getInfrastructureConfiguration),
  DeleteInfrastructureConfiguration: operation(deleteInfrastructureConfiguration),
};

function createInfrastructureConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: CreateInfrastructureConfigurationRequest,
): CreateInfrastructureConfigurationResponse {
  const name = checkName(input.name);
  const arn = arnOf(context, 'infrastructure-configuration', name);
  if (store.infrastructures.get(context.region, arn) !== undefined)
    failExists('infrastructure configuration', arn);
  checkProfile(store, input.instanceProfileName);
  const { clientToken, ...request } = input;
  const nowMs = store.deps.clock.nowMs();
  const record = { arn, name, createdMs: nowMs, updatedMs: nowMs, request };
  store.infrastructures.put(context.region, arn, record);
  return {
    ...store.answer(clientToken),
    infrastructureConfigurationArn: arn,
  };
}

/** Replaces the whole configuration but its name and tags. */
function updateInfrastructureConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: UpdateInfrastructureConfigurationRequest,
): UpdateInfrastructureConfigurationResponse {
  const record = findInfrastructure(store, context.region, input.infrastructureConfigurationArn);
  checkProfile(store, input.instanceProfileName);
  const { clientToken, infrastructureConfigurationArn: arn, ...given } = input;
  const { tags } = record.request;
  const request = { ...given, name: record.name, ...(tags === undefined ? {} : { tags }) };
  const updatedMs = store.deps.clock.nowMs();
  store.infrastructures.put(context.region, record.arn, { ...record, updatedMs, request });
  return { ...store.answer(clientToken), infrastructureConfigurationArn: arn };
}

function getInfrastructureConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: GetInfrastructureConfigurationRequest,
): GetInfrastructureConfigurationResponse {
  const record = findInfrastructure(store, context.region, input.infrastructureConfigurationArn);
  return {
    requestId: store.answer(undefined).requestId,
    infrastructureConfiguration: describeConfiguration(record),
  };
}

function deleteInfrastructureConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: DeleteInfrastructureConfigurationRequest,
): DeleteInfrastructureConfigurationResponse {
  const { region } = context;
  const { arn } = findInfrastructure(store, region, input.infrastructureConfigurationArn);
  const user = store.images.list(region).find((image) => image.infrastructureArn === arn);
  if (user !== undefined) failInUse('infrastructure configuration', arn, user.arn);
  store.infrastructures.delete(region, arn);
  return {
    requestId: store.answer(undefined).requestId,
    infrastructureConfigurationArn: arn,
  };
}

function findInfrastructure(
  store: ImageBuilderStore,
  region: string,
  arn: string | undefined,
): NonNullable<ReturnType<ImageBuilderStore['infrastructures']['get']>> {
  const { infrastructures } = store;
  return store.find(infrastructures, region, arn, 'infrastructure configuration');
}

function checkProfile(store: ImageBuilderStore, name: string | undefined): void {
  if (name === undefined || !store.iam.instanceProfileExists(name))
    fail(
      'InvalidParameterValueException',
      `The value '${name ?? ''}' for instanceProfileName is not valid: there is no such instance profile.`,
    );
}

/** A configuration as it was given, and whose it is. */
function describeConfiguration<Request extends object>(record: {
  arn: string;
  createdMs: number;
  updatedMs: number;
  request: Request;
}): Request & { arn: string; dateCreated: string; dateUpdated: string } {
  return {
    ...record.request,
    arn: record.arn,
    dateCreated: new Date(record.createdMs).toISOString(),
    dateUpdated: new Date(record.updatedMs).toISOString(),
  };
}

/** What an image was made with; what is gone meanwhile is not told. */
export function configurationsOf(
  store: ImageBuilderStore,
  region: string,
  { infrastructureArn, distributionArn = '' }: ImageBuildRecord,
): Pick<Image, 'infrastructureConfiguration' | 'distributionConfiguration'> {
  const infrastructure = store.infrastructures.get(region, infrastructureArn);
  const distribution = store.distributions.get(region, distributionArn);
  return {
    ...(infrastructure && { infrastructureConfiguration: describeConfiguration(infrastructure) }),
    ...(distribution && {
      distributionConfiguration: {
        ...describeConfiguration(distribution),
        timeoutMinutes: undefined,
      },
    }),
  };
}

/** Where images go. */
export const distributionOperations = {
  CreateDistributionConfiguration: operation(createDistributionConfiguration),
  UpdateDistributionConfiguration: operation(updateDistributionConfiguration),
  GetDistributionConfiguration: operation(getDistributionConfiguration),
  DeleteDistributionConfiguration: operation(deleteDistributionConfiguration),
};

function createDistributionConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: CreateDistributionConfigurationRequest,
): CreateDistributionConfigurationResponse {
  const name = checkName(input.name);
  const arn = arnOf(context, 'distribution-configuration', name);
  if (store.distributions.get(context.region, arn) !== undefined)
    failExists('distribution configuration', arn);
  checkDistributions(input.distributions);
  const { clientToken, ...request } = input;
  const nowMs = store.deps.clock.nowMs();
  const record = { arn, name, createdMs: nowMs, updatedMs: nowMs, request };
  store.distributions.put(context.region, arn, record);
  return { ...store.answer(clientToken), distributionConfigurationArn: arn };
}

function updateDistributionConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: UpdateDistributionConfigurationRequest,
): UpdateDistributionConfigurationResponse {
  const record = findDistribution(store, context.region, input.distributionConfigurationArn);
  checkDistributions(input.distributions);
  const { clientToken, distributionConfigurationArn: arn, ...given } = input;
  const { tags } = record.request;
  const request = { ...given, name: record.name, ...(tags === undefined ? {} : { tags }) };
  const updatedMs = store.deps.clock.nowMs();
  store.distributions.put(context.region, record.arn, { ...record, updatedMs, request });
  return { ...store.answer(clientToken), distributionConfigurationArn: arn };
}

function getDistributionConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: GetDistributionConfigurationRequest,
): GetDistributionConfigurationResponse {
  const record = findDistribution(store, context.region, input.distributionConfigurationArn);
  return {
    requestId: store.answer(undefined).requestId,
    distributionConfiguration: { ...describeConfiguration(record), timeoutMinutes: undefined },
  };
}

function deleteDistributionConfiguration(
  store: ImageBuilderStore,
  context: RequestContext,
  input: DeleteDistributionConfigurationRequest,
): DeleteDistributionConfigurationResponse {
  const { region } = context;
  const { arn } = findDistribution(store, region, input.distributionConfigurationArn);
  const user = store.images.list(region).find((image) => image.distributionArn === arn);
  if (user !== undefined) failInUse('distribution configuration', arn, user.arn);
  store.distributions.delete(region, arn);
  return {
    requestId: store.answer(undefined).requestId,
    distributionConfigurationArn: arn,
  };
}

function findDistribution(
  store: ImageBuilderStore,
  region: string,
  arn: string | undefined,
): NonNullable<ReturnType<ImageBuilderStore['distributions']['get']>> {
  const { distributions } = store;
  return store.find(distributions, region, arn, 'distribution configuration');
}

function checkDistributions(distributions: readonly Distribution[] | undefined): void {
  if (distributions === undefined || distributions.length === 0)
    fail('InvalidParameterValueException', 'At least one distribution must be given.');
  for (const { region = '', amiDistributionConfiguration: _, ...others } of distributions)
    for (const [name, value] of Object.entries(others))
      if (value !== undefined && !(Array.isArray(value) && value.length === 0))
        fail(
          'InvalidParameterValueException',
          `The distribution to ${region} has ${name}, which is not supported by this engine.`,
        );
}
