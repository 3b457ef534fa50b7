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
  UpdateDistributionConfigurationRequest,
  UpdateDistributionConfigurationResponse,
  UpdateInfrastructureConfigurationRequest,
  UpdateInfrastructureConfigurationResponse,
} from '@aws-sdk/client-imagebuilder';
import type { RequestContext } from '../../kernel/service.ts';
import type { IamService } from '../iam/iam-service.ts';
import {
  arnOf,
  checkName,
  fail,
  failExists,
  failInUse,
  type ImageBuilderStore,
} from './imagebuilder-store.ts';

/** Where images are built, as a record: here nothing is started for it. */
export class InfrastructureOperations {
  readonly #store: ImageBuilderStore;
  readonly #iam: IamService;

  constructor(store: ImageBuilderStore, iam: IamService) {
    this.#store = store;
    this.#iam = iam;
  }

  readonly CreateInfrastructureConfiguration = (
    context: RequestContext,
    input: CreateInfrastructureConfigurationRequest,
  ): CreateInfrastructureConfigurationResponse => {
    const name = checkName(input.name);
    const arn = arnOf(context, 'infrastructure-configuration', name);
    if (this.#store.infrastructures.get(context.region, arn) !== undefined)
      failExists('infrastructure configuration', arn);
    this.#checkProfile(input.instanceProfileName);
    const { clientToken, ...request } = input;
    const nowMs = this.#store.deps.clock.nowMs();
    const record = { arn, name, createdMs: nowMs, updatedMs: nowMs, request };
    this.#store.infrastructures.put(context.region, arn, record);
    return {
      ...this.#store.answer(clientToken),
      infrastructureConfigurationArn: arn,
    };
  };

  /** Replaces the whole configuration but its name and tags. */
  readonly UpdateInfrastructureConfiguration = (
    context: RequestContext,
    input: UpdateInfrastructureConfigurationRequest,
  ): UpdateInfrastructureConfigurationResponse => {
    const record = this.#find(context.region, input.infrastructureConfigurationArn);
    this.#checkProfile(input.instanceProfileName);
    const { clientToken, infrastructureConfigurationArn: arn, ...given } = input;
    const { tags } = record.request;
    const request = { ...given, name: record.name, ...(tags === undefined ? {} : { tags }) };
    const updatedMs = this.#store.deps.clock.nowMs();
    this.#store.infrastructures.put(context.region, record.arn, { ...record, updatedMs, request });
    return { ...this.#store.answer(clientToken), infrastructureConfigurationArn: arn };
  };

  readonly GetInfrastructureConfiguration = (
    context: RequestContext,
    input: GetInfrastructureConfigurationRequest,
  ): GetInfrastructureConfigurationResponse => {
    const record = this.#find(context.region, input.infrastructureConfigurationArn);
    return {
      requestId: this.#store.answer(undefined).requestId,
      infrastructureConfiguration: {
        ...record.request,
        arn: record.arn,
        dateCreated: new Date(record.createdMs).toISOString(),
        dateUpdated: new Date(record.updatedMs).toISOString(),
      },
    };
  };

  readonly DeleteInfrastructureConfiguration = (
    context: RequestContext,
    input: DeleteInfrastructureConfigurationRequest,
  ): DeleteInfrastructureConfigurationResponse => {
    const { region } = context;
    const { arn } = this.#find(region, input.infrastructureConfigurationArn);
    const user = this.#store.images.list(region).find((image) => image.infrastructureArn === arn);
    if (user !== undefined) failInUse('infrastructure configuration', arn, user.arn);
    this.#store.infrastructures.delete(region, arn);
    return {
      requestId: this.#store.answer(undefined).requestId,
      infrastructureConfigurationArn: arn,
    };
  };

  #find(
    region: string,
    arn: string | undefined,
  ): NonNullable<ReturnType<ImageBuilderStore['infrastructures']['get']>> {
    const { infrastructures } = this.#store;
    return this.#store.find(infrastructures, region, arn, 'infrastructure configuration');
  }

  #checkProfile(name: string | undefined): void {
    if (name === undefined || !this.#iam.instanceProfileExists(name))
      fail(
        'InvalidParameterValueException',
        `The value '${name ?? ''}' for instanceProfileName is not valid: there is no such instance profile.`,
      );
  }
}

/** Where images go. */
export class DistributionOperations {
  readonly #store: ImageBuilderStore;

  constructor(store: ImageBuilderStore) {
    this.#store = store;
  }

  readonly CreateDistributionConfiguration = (
    context: RequestContext,
    input: CreateDistributionConfigurationRequest,
  ): CreateDistributionConfigurationResponse => {
    const name = checkName(input.name);
    const arn = arnOf(context, 'distribution-configuration', name);
    if (this.#store.distributions.get(context.region, arn) !== undefined)
      failExists('distribution configuration', arn);
    checkDistributions(input.distributions);
    const { clientToken, ...request } = input;
    const nowMs = this.#store.deps.clock.nowMs();
    const record = { arn, name, createdMs: nowMs, updatedMs: nowMs, request };
    this.#store.distributions.put(context.region, arn, record);
    return { ...this.#store.answer(clientToken), distributionConfigurationArn: arn };
  };

  readonly UpdateDistributionConfiguration = (
    context: RequestContext,
    input: UpdateDistributionConfigurationRequest,
  ): UpdateDistributionConfigurationResponse => {
    const record = this.#find(context.region, input.distributionConfigurationArn);
    checkDistributions(input.distributions);
    const { clientToken, distributionConfigurationArn: arn, ...given } = input;
    const { tags } = record.request;
    const request = { ...given, name: record.name, ...(tags === undefined ? {} : { tags }) };
    const updatedMs = this.#store.deps.clock.nowMs();
    this.#store.distributions.put(context.region, record.arn, { ...record, updatedMs, request });
    return { ...this.#store.answer(clientToken), distributionConfigurationArn: arn };
  };

  readonly GetDistributionConfiguration = (
    context: RequestContext,
    input: GetDistributionConfigurationRequest,
  ): GetDistributionConfigurationResponse => {
    const record = this.#find(context.region, input.distributionConfigurationArn);
    return {
      requestId: this.#store.answer(undefined).requestId,
      distributionConfiguration: {
        ...record.request,
        arn: record.arn,
        timeoutMinutes: undefined,
        dateCreated: new Date(record.createdMs).toISOString(),
        dateUpdated: new Date(record.updatedMs).toISOString(),
      },
    };
  };

  readonly DeleteDistributionConfiguration = (
    context: RequestContext,
    input: DeleteDistributionConfigurationRequest,
  ): DeleteDistributionConfigurationResponse => {
    const { region } = context;
    const { arn } = this.#find(region, input.distributionConfigurationArn);
    const user = this.#store.images.list(region).find((image) => image.distributionArn === arn);
    if (user !== undefined) failInUse('distribution configuration', arn, user.arn);
    this.#store.distributions.delete(region, arn);
    return {
      requestId: this.#store.answer(undefined).requestId,
      distributionConfigurationArn: arn,
    };
  };

  #find(
    region: string,
    arn: string | undefined,
  ): NonNullable<ReturnType<ImageBuilderStore['distributions']['get']>> {
    const { distributions } = this.#store;
    return this.#store.find(distributions, region, arn, 'distribution configuration');
  }
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
