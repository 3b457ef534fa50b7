import type {
  CreateLifecyclePolicyRequest,
  CreateLifecyclePolicyResponse,
  DeleteLifecyclePolicyRequest,
  DeleteLifecyclePolicyResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  LifecyclePolicy,
  ListLifecyclePoliciesRequest,
  ListLifecyclePoliciesResponse,
  UpdateLifecyclePolicyRequest,
  UpdateLifecyclePolicyResponse,
} from '@aws-sdk/client-imagebuilder';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import {
  arnOf,
  checkName,
  failExists,
  type ImageBuilderStore,
  pageOf,
} from '../imagebuilder-store.ts';
import type { LifecycleRecord } from '../records.ts';
import { checkPolicy } from './check-policy.ts';

export const lifecycleOperations = {
  CreateLifecyclePolicy: operation(createLifecyclePolicy),
  UpdateLifecyclePolicy: operation(updateLifecyclePolicy),
  GetLifecyclePolicy: operation(getLifecyclePolicy),
  ListLifecyclePolicies: operation(listLifecyclePolicies, {
    accepts: ['maxResults', 'nextToken'],
  }),
  DeleteLifecyclePolicy: operation(deleteLifecyclePolicy),
};

function createLifecyclePolicy(
  store: ImageBuilderStore,
  context: RequestContext,
  { clientToken, ...request }: CreateLifecyclePolicyRequest,
): CreateLifecyclePolicyResponse {
  const name = checkName(request.name);
  const arn = arnOf(context, 'lifecycle-policy', name);
  if (store.lifecycles.get(context.region, arn) !== undefined) failExists('lifecycle policy', arn);
  checkPolicy(store, request);
  const nowMs = store.deps.clock.nowMs();
  const record = { arn, name, createdMs: nowMs, updatedMs: nowMs, request };
  store.lifecycles.put(context.region, arn, record);
  store.lifecycleBegan();
  return { clientToken: store.answer(clientToken).clientToken, lifecyclePolicyArn: arn };
}

/** Replaces the whole policy but its name and tags. */
function updateLifecyclePolicy(
  store: ImageBuilderStore,
  context: RequestContext,
  { clientToken: _token, lifecyclePolicyArn, ...given }: UpdateLifecyclePolicyRequest,
): UpdateLifecyclePolicyResponse {
  const record = find(store, context.region, lifecyclePolicyArn);
  const { tags } = record.request;
  const request = { ...given, name: record.name, ...(tags === undefined ? {} : { tags }) };
  checkPolicy(store, request);
  const updatedMs = store.deps.clock.nowMs();
  store.lifecycles.put(context.region, record.arn, { ...record, updatedMs, request });
  return { lifecyclePolicyArn: record.arn };
}

function getLifecyclePolicy(
  store: ImageBuilderStore,
  context: RequestContext,
  input: GetLifecyclePolicyRequest,
): GetLifecyclePolicyResponse {
  return { lifecyclePolicy: describe(find(store, context.region, input.lifecyclePolicyArn)) };
}

function listLifecyclePolicies(
  store: ImageBuilderStore,
  context: RequestContext,
  input: ListLifecyclePoliciesRequest,
): ListLifecyclePoliciesResponse {
  const { items, nextToken } = pageOf(store.lifecycles.list(context.region), input);
  const lifecyclePolicySummaryList = items.map((record) => {
    const { policyDetails: _details, resourceSelection: _selection, ...rest } = describe(record);
    return rest;
  });
  return { lifecyclePolicySummaryList, nextToken };
}

function deleteLifecyclePolicy(
  store: ImageBuilderStore,
  context: RequestContext,
  input: DeleteLifecyclePolicyRequest,
): DeleteLifecyclePolicyResponse {
  const { arn } = find(store, context.region, input.lifecyclePolicyArn);
  store.lifecycles.delete(context.region, arn);
  return { lifecyclePolicyArn: arn };
}

function find(store: ImageBuilderStore, region: string, arn: string | undefined): LifecycleRecord {
  return store.find(store.lifecycles, region, arn, 'lifecycle policy');
}

function describe({
  arn,
  createdMs,
  updatedMs,
  lastRunMs,
  request,
}: LifecycleRecord): LifecyclePolicy {
  return {
    ...request,
    arn,
    status: request.status ?? 'ENABLED',
    dateCreated: new Date(createdMs),
    dateUpdated: new Date(updatedMs),
    dateLastRun: lastRunMs === undefined ? undefined : new Date(lastRunMs),
  };
}
