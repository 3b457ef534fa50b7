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
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import {
  checkName,
  checkPath,
  fail,
  failNoSuch,
  type IamStore,
  pageOf,
  required,
} from './iam-store.ts';
import type { InstanceProfileRecord } from './records.ts';
import { describe as describeRole, failConflict } from './roles.ts';

const NAME_LENGTH_MAX = 128;

export class InstanceProfileOperations {
  readonly #store: IamStore;

  constructor(store: IamStore) {
    this.#store = store;
  }

  readonly CreateInstanceProfile = (
    context: RequestContext,
    input: CreateInstanceProfileRequest,
  ): CreateInstanceProfileResponse => {
    refuseOthers('CreateInstanceProfile', input, ['InstanceProfileName', 'Path']);
    const name = required(input.InstanceProfileName, 'InstanceProfileName');
    checkName(name, 'instanceProfileName', NAME_LENGTH_MAX);
    const path = checkPath(input.Path ?? '/');
    if (this.#store.instanceProfiles.get(name) !== undefined)
      fail('EntityAlreadyExists', `Instance Profile ${name} already exists.`, 409);
    const record: InstanceProfileRecord = {
      instanceProfileId: this.#store.newId('AIPA'),
      arn: `arn:aws:iam::${context.account}:instance-profile${path}${name}`,
      name,
      path,
      roleNames: [],
      createdMs: this.#store.deps.clock.nowMs(),
    };
    this.#store.instanceProfiles.put(name, record);
    return { InstanceProfile: this.#describe(record) };
  };

  readonly GetInstanceProfile = (
    _context: RequestContext,
    input: GetInstanceProfileRequest,
  ): GetInstanceProfileResponse => {
    const name = required(input.InstanceProfileName, 'InstanceProfileName');
    return { InstanceProfile: this.#describe(this.#store.instanceProfile(name)) };
  };

  readonly ListInstanceProfiles = (
    _context: RequestContext,
    input: ListInstanceProfilesRequest,
  ): ListInstanceProfilesResponse => {
    const prefix = input.PathPrefix ?? '/';
    const profiles = this.#store.instanceProfiles
      .list()
      .filter((record) => record.path.startsWith(prefix));
    const { items, truncation } = pageOf(profiles, input);
    return { InstanceProfiles: items.map((record) => this.#describe(record)), ...truncation };
  };

  readonly ListInstanceProfilesForRole = (
    _context: RequestContext,
    input: ListInstanceProfilesForRoleRequest,
  ): ListInstanceProfilesForRoleResponse => {
    const role = this.#store.role(required(input.RoleName, 'RoleName'));
    const profiles = this.#store.instanceProfiles
      .list()
      .filter((record) => record.roleNames.includes(role.name));
    const { items, truncation } = pageOf(profiles, input);
    return { InstanceProfiles: items.map((record) => this.#describe(record)), ...truncation };
  };

  readonly AddRoleToInstanceProfile = (
    _context: RequestContext,
    input: AddRoleToInstanceProfileRequest,
  ): void => {
    const name = required(input.InstanceProfileName, 'InstanceProfileName');
    const record = this.#store.instanceProfile(name);
    const role = this.#store.role(required(input.RoleName, 'RoleName'));
    if (record.roleNames.length > 0)
      fail('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
    this.#store.instanceProfiles.put(name, { ...record, roleNames: [role.name] });
  };

  readonly RemoveRoleFromInstanceProfile = (
    _context: RequestContext,
    input: RemoveRoleFromInstanceProfileRequest,
  ): void => {
    const name = required(input.InstanceProfileName, 'InstanceProfileName');
    const record = this.#store.instanceProfile(name);
    const roleName = required(input.RoleName, 'RoleName');
    if (!record.roleNames.includes(roleName))
      failNoSuch(`Role ${roleName} in Instance Profile ${name} cannot be found.`);
    const roleNames = record.roleNames.filter((held) => held !== roleName);
    this.#store.instanceProfiles.put(name, { ...record, roleNames });
  };

  readonly DeleteInstanceProfile = (
    _context: RequestContext,
    input: DeleteInstanceProfileRequest,
  ): void => {
    const name = required(input.InstanceProfileName, 'InstanceProfileName');
    if (this.#store.instanceProfile(name).roleNames.length > 0)
      failConflict('Cannot delete entity, must remove roles from instance profile first.');
    this.#store.instanceProfiles.delete(name);
  };

  #describe(record: InstanceProfileRecord): InstanceProfile {
    return {
      InstanceProfileId: record.instanceProfileId,
      InstanceProfileName: record.name,
      Arn: record.arn,
      Path: record.path,
      CreateDate: new Date(record.createdMs),
      Roles: record.roleNames.map((name) => describeRole(this.#store.role(name))),
      Tags: [],
    };
  }
}
