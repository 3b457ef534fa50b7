import type {
  DescribeStacksInput,
  DescribeStacksOutput,
  ListExportsInput,
  ListExportsOutput,
  ListImportsInput,
  ListImportsOutput,
  ListStacksInput,
  ListStacksOutput,
} from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { validationError } from '../errors.ts';
import type { StackRecord } from '../stack/records.ts';
import { requireStack, type OperationTools } from './context.ts';
import { page } from './pages.ts';
import { stackShape, stackSummary } from './shapes.ts';

/** What stacks there are, and what they give each other. */
export const describeStackOperations = {
  DescribeStacks: operation(describeStacks),
  ListStacks: operation(listStacks),
  ListExports: operation(listExports),
  ListImports: operation(listImports),
};

function describeStacks(
  tools: OperationTools,
  context: RequestContext,
  input: DescribeStacksInput,
): DescribeStacksOutput {
  if (input.StackName !== undefined && input.StackName !== '')
    return { Stacks: [stackShape(requireStack(tools, context, input.StackName))] };
  const live = inRegion(tools, context.region).filter(
    (stack) => stack.status !== 'DELETE_COMPLETE',
  );
  const { items, next } = page(live, input.NextToken);
  return { Stacks: items.map(stackShape), ...next };
}

function listStacks(
  tools: OperationTools,
  context: RequestContext,
  input: ListStacksInput,
): ListStacksOutput {
  const wanted = input.StackStatusFilter ?? [];
  const found = inRegion(tools, context.region).filter(
    (stack) => wanted.length === 0 || wanted.includes(stack.status),
  );
  const { items, next } = page(found, input.NextToken);
  return { StackSummaries: items.map(stackSummary), ...next };
}

function listExports(
  tools: OperationTools,
  context: RequestContext,
  input: ListExportsInput,
): ListExportsOutput {
  const exported = inRegion(tools, context.region).flatMap((stack) =>
    stack.outputs
      .filter((output) => output.exportName !== undefined)
      .map((output) => ({
        ExportingStackId: stack.id,
        Name: output.exportName,
        Value: output.value,
      })),
  );
  const { items, next } = page(exported, input.NextToken);
  return { Exports: items, ...next };
}

function listImports(
  tools: OperationTools,
  context: RequestContext,
  input: ListImportsInput,
): ListImportsOutput {
  const name = input.ExportName ?? '';
  const importers = inRegion(tools, context.region)
    .filter((stack) => stack.imports.includes(name))
    .map((stack) => stack.name);
  if (importers.length === 0)
    throw validationError(`Export '${name}' is not imported by any stack.`);
  const { items, next } = page(importers, input.NextToken);
  return { Imports: items, ...next };
}

/** Newest first. */
function inRegion({ environment }: OperationTools, region: string): StackRecord[] {
  return environment.store
    .stacks()
    .filter((stack) => stack.region === region)
    .sort((a, b) => b.createdMs - a.createdMs);
}
