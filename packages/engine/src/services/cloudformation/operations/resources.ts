import type {
  DescribeStackResourceInput,
  DescribeStackResourceOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
} from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { validationError } from '../errors.ts';
import type { ResourceRecord, StackRecord } from '../stack/records.ts';
import { requireStack, type OperationTools } from './context.ts';
import { page } from './pages.ts';

const DRIFT = { StackResourceDriftStatus: 'NOT_CHECKED' } as const;

/** The resources of a stack. */
export const resourceOperations = {
  DescribeStackResources: operation(describeStackResources),
  DescribeStackResource: operation(describeStackResource),
  ListStackResources: operation(listStackResources),
};

function describeStackResources(
  tools: OperationTools,
  context: RequestContext,
  input: DescribeStackResourcesInput,
): DescribeStackResourcesOutput {
  const { store } = tools.environment;
  const stack =
    input.StackName === undefined
      ? stackOfPhysical(tools, input.PhysicalResourceId)
      : requireStack(tools, context, input.StackName);
  const resources = store
    .resources(stack.id)
    .filter(({ logicalId }) => (input.LogicalResourceId ?? logicalId) === logicalId);
  return { StackResources: resources.map((resource) => stackResource(stack, resource)) };
}

function describeStackResource(
  tools: OperationTools,
  context: RequestContext,
  input: DescribeStackResourceInput,
): DescribeStackResourceOutput {
  const { store } = tools.environment;
  const stack = requireStack(tools, context, input.StackName);
  const logicalId = input.LogicalResourceId ?? '';
  const resource = store.resource(stack.id, logicalId);
  if (resource === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  const { Timestamp: LastUpdatedTimestamp, ...shape } = stackResource(stack, resource);
  const [metadata] = JSON.parse(resource.attributesText) as [unknown];
  return {
    StackResourceDetail: {
      ...shape,
      LastUpdatedTimestamp,
      Metadata: metadata === null ? undefined : JSON.stringify(metadata),
    },
  };
}

function listStackResources(
  tools: OperationTools,
  context: RequestContext,
  input: ListStackResourcesInput,
): ListStackResourcesOutput {
  const { store } = tools.environment;
  const stack = requireStack(tools, context, input.StackName);
  const { items, next } = page(store.resources(stack.id), input.NextToken);
  return {
    StackResourceSummaries: items.map((resource) => ({
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: resource.current?.physicalId,
      ResourceType: resource.type,
      LastUpdatedTimestamp: new Date(resource.updatedMs),
      ResourceStatus: resource.status,
      ResourceStatusReason: resource.statusReason,
      DriftInformation: DRIFT,
    })),
    ...next,
  };
}

function stackResource(stack: StackRecord, resource: ResourceRecord) {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.current?.physicalId,
    ResourceType: resource.type,
    Timestamp: new Date(resource.updatedMs),
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: DRIFT,
  };
}

function stackOfPhysical(tools: OperationTools, physicalId: string | undefined): StackRecord {
  const { store } = tools.environment;
  const found = store
    .stacks()
    .filter((stack) => stack.status !== 'DELETE_COMPLETE')
    .find((stack) =>
      store
        .resources(stack.id)
        .some((resource) => resource.current?.physicalId === (physicalId ?? '')),
    );
  if (found === undefined)
    throw validationError(`Stack for ${physicalId ?? 'no resource'} does not exist`);
  return found;
}
