import type {
  CreateLifecyclePolicyRequest,
  LifecyclePolicyDetail,
} from '@aws-sdk/client-imagebuilder';
import { fail } from '../../../kernel/fail.ts';
import type { ImageBuilderStore } from '../imagebuilder-store.ts';

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_LifecyclePolicyDetailFilter.html */
const VALUE_MAX = 1_000;
const RETAIN_MAX = 10;
const DETAILS_MAX = 3;

/** Refuses a policy that AWS would not take, and what has no effect here. */
export function checkPolicy(store: ImageBuilderStore, policy: CreateLifecyclePolicyRequest): void {
  const { executionRole = '', policyDetails = [], resourceSelection = {} } = policy;
  // By name or by ARN.
  if (store.iam.role(executionRole) === undefined && !store.iam.roleExists(executionRole))
    refuse(`The value '${executionRole}' for executionRole is not valid: there is no such role.`);
  if (policy.resourceType !== 'AMI_IMAGE')
    unsupported(`The resource type ${policy.resourceType ?? ''}`);
  if (policyDetails.length < 1 || policyDetails.length > DETAILS_MAX)
    refuse(`A lifecycle policy has 1 to ${DETAILS_MAX} policyDetails.`);
  for (const detail of policyDetails) checkDetail(detail);
  const { recipes = [], tagMap = {} } = resourceSelection;
  if ((recipes.length === 0) === (Object.keys(tagMap).length === 0))
    refuse('The resourceSelection must name either recipes or a tagMap.');
}

function checkDetail({ action, filter, exclusionRules }: LifecyclePolicyDetail): void {
  if (action?.type !== 'DELETE') unsupported(`The lifecycle action ${action?.type ?? ''}`);
  if (action.includeResources?.containers === true) unsupported('The resource containers');
  if (action.includeResources?.snapshots === true && action.includeResources.amis !== true)
    refuse('Snapshots can only be included together with their AMIs.');
  const { type, value = 0, unit, retainAtLeast } = filter ?? {};
  if (value < 1 || value > VALUE_MAX)
    refuse(`The value of a filter must be between 1 and ${VALUE_MAX}.`);
  if (type === 'AGE' && unit === undefined) refuse('A filter by AGE must have a unit.');
  if (type === 'COUNT' && (unit !== undefined || retainAtLeast !== undefined))
    refuse('A filter by COUNT has no unit and no retainAtLeast.');
  if (retainAtLeast !== undefined && (retainAtLeast < 1 || retainAtLeast > RETAIN_MAX))
    refuse(`The value of retainAtLeast must be between 1 and ${RETAIN_MAX}.`);
  if ((exclusionRules?.amis?.sharedAccounts ?? []).length > 0)
    unsupported('The exclusion rule sharedAccounts');
}

function refuse(message: string): never {
  return fail('InvalidParameterValueException', message);
}

function unsupported(what: string): never {
  return fail('UnsupportedOperation', `${what} is not supported by this engine.`);
}
