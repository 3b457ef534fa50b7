import type {
  AddRoleToInstanceProfileRequest,
  CreateInstanceProfileRequest,
  CreateInstanceProfileResponse,
  DeleteInstanceProfileRequest,
  GetInstanceProfileRequest,
  GetInstanceProfileResponse,
  InstanceProfile,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
  ListInstanceProfilesRequest,
  ListInstanceProfilesResponse,
  RemoveRoleFromInstanceProfileRequest,
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
import type { InstanceProfileRecord } from './records.ts';
import { describe as describeRole } from './roles.ts';

const NAME_LENGTH_MAX = 128;

export const instanceProfileOperations = {
  CreateInstanceProfile: operation(createInstanceProfile, {
    accepts: ['InstanceProfileName', 'Path'],
  }),
  GetInstanceProfile: operation(getInstanceProfile),
  ListInstanceProfiles: operation(listInstanceProfiles),
  ListInstanceProfilesForRole: operation(listInstanceProfilesForRole),
  AddRoleToInstanceProfile: operation(addRoleToInstanceProfile),
  RemoveRoleFromInstanceProfile: operation(removeRoleFromInstanceProfile),
  DeleteInstanceProfile: operation(deleteInstanceProfile),
};

function createInstanceProfile(
  store: IamStore,
  context: RequestContext,
  input: CreateInstanceProfileRequest,
): CreateInstanceProfileResponse {
  const name = required(input.InstanceProfileName, 'InstanceProfileName');
  checkName(name, 'instanceProfileName', NAME_LENGTH_MAX);
  const path = checkPath(input.Path ?? '/');
  if (store.instanceProfiles.get(name) !== undefined)
    fail('EntityAlreadyExists', `Instance Profile ${name} already exists.`, 409);
  const record: InstanceProfileRecord = {
    instanceProfileId: store.newId('AIPA'),
    arn: `arn:aws:iam::${context.account}:instance-profile${path}${name}`,
    name,
    path,
    roleNames: [],
    createdMs: store.deps.clock.nowMs(),
  };
  store.putInstanceProfile(record);
  return { InstanceProfile: describe(store, record) };
}

function getInstanceProfile(
  store: IamStore,
  _context: RequestContext,
  input: GetInstanceProfileRequest,
): GetInstanceProfileResponse {
  const name = required(input.InstanceProfileName, 'InstanceProfileName');
  return { InstanceProfile: describe(store, store.instanceProfile(name)) };
}

function listInstanceProfiles(
  store: IamStore,
  _context: RequestContext,
  input: ListInstanceProfilesRequest,
): ListInstanceProfilesResponse {
  const prefix = input.PathPrefix ?? '/';
  const profiles = store.instanceProfiles.list().filter((record) => record.path.startsWith(prefix));
  const { items, truncation } = pageOf(profiles, input);
  return { InstanceProfiles: items.map((record) => describe(store, record)), ...truncation };
}

function listInstanceProfilesForRole(
  store: IamStore,
  _context: RequestContext,
  input: ListInstanceProfilesForRoleRequest,
): ListInstanceProfilesForRoleResponse {
  const role = store.role(required(input.RoleName, 'RoleName'));
  const profiles = store.instanceProfiles
    .list()
    .filter((record) => record.roleNames.includes(role.name));
  const { items, truncation } = pageOf(profiles, input);
  return { InstanceProfiles: items.map((record) => describe(store, record)), ...truncation };
}

function addRoleToInstanceProfile(
  store: IamStore,
  _context: RequestContext,
  input: AddRoleToInstanceProfileRequest,
): void {
  const name = required(input.InstanceProfileName, 'InstanceProfileName');
  const record = store.instanceProfile(name);
  const role = store.role(required(input.RoleName, 'RoleName'));
  if (record.roleNames.length > 0)
    fail('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
  store.putInstanceProfile({ ...record, roleNames: [role.name] });
}

function removeRoleFromInstanceProfile(
  store: IamStore,
  _context: RequestContext,
  input: RemoveRoleFromInstanceProfileRequest,
): void {
  const name = required(input.InstanceProfileName, 'InstanceProfileName');
  const record = store.instanceProfile(name);
  const roleName = required(input.RoleName, 'RoleName');
  if (!record.roleNames.includes(roleName))
    failNoSuch(`Role ${roleName} in Instance Profile ${name} cannot be found.`);
  const roleNames = record.roleNames.filter((held) => held !== roleName);
  store.putInstanceProfile({ ...record, roleNames });
}

function deleteInstanceProfile(
  store: IamStore,
  _context: RequestContext,
  input: DeleteInstanceProfileRequest,
): void {
  const name = required(input.InstanceProfileName, 'InstanceProfileName');
  if (store.instanceProfile(name).roleNames.length > 0)
    failConflict('Cannot delete entity, must remove roles from instance profile first.');
  store.instanceProfiles.delete(name);
  store.deps.dataPlane.changed();
}

function describe(store: IamStore, record: InstanceProfileRecord): InstanceProfile {
  return {
    InstanceProfileId: record.instanceProfileId,
    InstanceProfileName: record.name,
    Arn: record.arn,
    Path: record.path,
    CreateDate: new Date(record.createdMs),
    Roles: record.roleNames.map((name) => describeRole(store.role(name))),
    Tags: [],
  };
}
