import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyRequest,
  DeletePolicyVersionRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  Policy,
  PolicyVersion,
} from '@aws-sdk/client-iam';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import {
  checkName,
  checkPath,
  failConflict,
  failNoSuch,
  type IamStore,
  pageOf,
  required,
} from './iam-store.ts';
import { allAwsPolicies, awsManagedPolicy, awsPolicy } from './aws-managed-policies.ts';
import { checkPolicyDocument } from './policy-document.ts';
import type { PolicyRecord } from './records.ts';

const NAME_LENGTH_MAX = 128;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html */
const VERSIONS_MAX = 5;

export const managedPolicyOperations = {
  CreatePolicy: operation(createPolicy, {
    accepts: ['PolicyName', 'Path', 'PolicyDocument', 'Description'],
  }),
  GetPolicy: operation(getPolicy),
  ListPolicies: operation(listPolicies, {
    accepts: ['Scope', 'OnlyAttached', 'PathPrefix', 'Marker', 'MaxItems'],
  }),
  DeletePolicy: operation(deletePolicy),
  CreatePolicyVersion: operation(createPolicyVersion),
  GetPolicyVersion: operation(getPolicyVersion),
  ListPolicyVersions: operation(listPolicyVersions),
  DeletePolicyVersion: operation(deletePolicyVersion),
};

function createPolicy(
  store: IamStore,
  context: RequestContext,
  input: CreatePolicyRequest,
): CreatePolicyResponse {
  const name = required(input.PolicyName, 'PolicyName');
  checkName(name, 'policyName', NAME_LENGTH_MAX);
  const path = checkPath(input.Path ?? '/');
  const document = required(input.PolicyDocument, 'PolicyDocument');
  checkPolicyDocument(document, 'identity');
  const arn = `arn:aws:iam::${context.account}:policy${path}${name}`;
  if (store.policies.list().some((held) => held.name === name))
    fail(
      'EntityAlreadyExists',
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
      409,
    );
  const createdMs = store.deps.clock.nowMs();
  const record: PolicyRecord = {
    policyId: store.newId('ANPA'),
    arn,
    name,
    path,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    versions: [{ versionId: 'v1', document, createdMs }],
    defaultVersionId: 'v1',
    createdMs,
    updatedMs: createdMs,
  };
  store.policies.put(arn, record);
  return { Policy: describe(store, record) };
}

function getPolicy(
  store: IamStore,
  _context: RequestContext,
  input: GetPolicyRequest,
): GetPolicyResponse {
  const arn = required(input.PolicyArn, 'PolicyArn');
  const ofAws = awsPolicy(arn);
  return {
    Policy: ofAws === undefined ? describe(store, store.policy(arn)) : counted(store, ofAws),
  };
}

function listPolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListPoliciesRequest,
): ListPoliciesResponse {
  const { Scope: scope = 'All', PathPrefix: prefix = '/' } = input;
  const own = scope === 'AWS' ? [] : store.policies.list();
  const ofAws = scope === 'Local' ? [] : allAwsPolicies();
  const policies = [...own.map((record) => describe(store, record)), ...countedAll(store, ofAws)]
    .filter(({ Path: path = '' }) => path.startsWith(prefix))
    .filter((policy) => input.OnlyAttached !== true || (policy.AttachmentCount ?? 0) > 0);
  const { items, truncation } = pageOf(policies, input);
  return { Policies: items, ...truncation };
}

function deletePolicy(store: IamStore, _context: RequestContext, input: DeletePolicyRequest): void {
  const record = store.policy(required(input.PolicyArn, 'PolicyArn'));
  if (attachmentsOf(store, record.arn) > 0)
    failConflict('Cannot delete a policy attached to entities.');
  if (record.versions.length > 1)
    failConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  store.policies.delete(record.arn);
}

function createPolicyVersion(
  store: IamStore,
  _context: RequestContext,
  input: CreatePolicyVersionRequest,
): CreatePolicyVersionResponse {
  const record = store.policy(required(input.PolicyArn, 'PolicyArn'));
  const document = required(input.PolicyDocument, 'PolicyDocument');
  checkPolicyDocument(document, 'identity');
  if (record.versions.length >= VERSIONS_MAX)
    fail(
      'LimitExceeded',
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      409,
    );
  const numbers = record.versions.map(({ versionId }) => Number(versionId.slice(1)));
  const createdMs = store.deps.clock.nowMs();
  const version = { versionId: `v${Math.max(...numbers) + 1}`, document, createdMs };
  const updated: PolicyRecord = {
    ...record,
    versions: [...record.versions, version],
    defaultVersionId: input.SetAsDefault === true ? version.versionId : record.defaultVersionId,
    updatedMs: createdMs,
  };
  store.policies.put(record.arn, updated);
  store.deps.dataPlane.changed();
  return { PolicyVersion: describeVersion(updated, version) };
}

function getPolicyVersion(
  store: IamStore,
  _context: RequestContext,
  input: GetPolicyVersionRequest,
): GetPolicyVersionResponse {
  const arn = required(input.PolicyArn, 'PolicyArn');
  const versionId = required(input.VersionId, 'VersionId');
  const ofAws = awsPolicy(arn);
  if (ofAws !== undefined) return { PolicyVersion: versionOfAws(ofAws, versionId) };
  const record = store.policy(arn);
  const version = findVersion(record, versionId);
  return {
    PolicyVersion: {
      ...describeVersion(record, version),
      Document: encodeURIComponent(version.document),
    },
  };
}

function listPolicyVersions(
  store: IamStore,
  _context: RequestContext,
  input: ListPolicyVersionsRequest,
): ListPolicyVersionsResponse {
  const record = store.policy(required(input.PolicyArn, 'PolicyArn'));
  const { items, truncation } = pageOf(record.versions.toReversed(), input);
  return { Versions: items.map((version) => describeVersion(record, version)), ...truncation };
}

function deletePolicyVersion(
  store: IamStore,
  _context: RequestContext,
  input: DeletePolicyVersionRequest,
): void {
  const record = store.policy(required(input.PolicyArn, 'PolicyArn'));
  const version = findVersion(record, required(input.VersionId, 'VersionId'));
  if (version.versionId === record.defaultVersionId)
    failConflict('Cannot delete the default version of a policy.');
  const versions = record.versions.filter((held) => held !== version);
  store.policies.put(record.arn, { ...record, versions });
}

/** The default version; what the engine does not know of it, it does not make up. */
function versionOfAws(
  { Arn: arn = '', DefaultVersionId }: Policy,
  versionId: string,
): PolicyVersion {
  if (versionId !== DefaultVersionId)
    failNoSuch(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);
  const document =
    awsManagedPolicy(arn) ??
    fail('NotImplemented', `Understudy does not know what the policy ${arn} says`, 501);
  return { VersionId: versionId, IsDefaultVersion: true, Document: encodeURIComponent(document) };
}

/** With what this account makes of one of AWS's. */
function counted(store: IamStore, policy: Policy): Policy {
  return { ...policy, ...usesOf(store, policy.Arn ?? '') };
}

/** As `counted`; who has none at all is not looked for again and again. */
function countedAll(store: IamStore, policies: readonly Policy[]): Policy[] {
  const holders = [...store.roles.list(), ...store.users.list()];
  const used = new Set(
    holders.flatMap((held) => [...held.managedPolicyArns, held.permissionsBoundary]),
  );
  return policies.map((policy) =>
    used.has(policy.Arn)
      ? counted(store, policy)
      : { ...policy, AttachmentCount: 0, PermissionsBoundaryUsageCount: 0 },
  );
}

function usesOf(
  store: IamStore,
  arn: string,
): Pick<Policy, 'AttachmentCount' | 'PermissionsBoundaryUsageCount'> {
  const holders = [...store.roles.list(), ...store.users.list()];
  return {
    AttachmentCount: attachmentsOf(store, arn),
    PermissionsBoundaryUsageCount: holders.filter((held) => held.permissionsBoundary === arn)
      .length,
  };
}

function attachmentsOf(store: IamStore, arn: string): number {
  const holders = [...store.roles.list(), ...store.users.list()];
  return holders.filter((holder) => holder.managedPolicyArns.includes(arn)).length;
}

function describe(store: IamStore, record: PolicyRecord): Policy {
  return {
    PolicyId: record.policyId,
    PolicyName: record.name,
    Arn: record.arn,
    Path: record.path,
    Description: record.description,
    DefaultVersionId: record.defaultVersionId,
    ...usesOf(store, record.arn),
    IsAttachable: true,
    CreateDate: new Date(record.createdMs),
    UpdateDate: new Date(record.updatedMs),
    Tags: [],
  };
}

function findVersion(record: PolicyRecord, versionId: string): PolicyRecord['versions'][number] {
  return (
    record.versions.find((version) => version.versionId === versionId) ??
    failNoSuch(`Policy ${record.arn} version ${versionId} does not exist or is not attachable.`)
  );
}

function describeVersion(
  record: PolicyRecord,
  version: PolicyRecord['versions'][number],
): PolicyVersion {
  return {
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === record.defaultVersionId,
    CreateDate: new Date(version.createdMs),
  };
}
