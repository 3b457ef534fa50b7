import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail, requiredBy } from '../../kernel/fail.ts';
import { upperId } from '../../kernel/identifiers.ts';
import { page, positionOf, sizeProblem } from '../../kernel/page.ts';
import { awsPolicy, isOfServiceLinkedRole } from './aws-managed-policies.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import {
  type AccessKeyRecord,
  iamTables,
  type InstanceProfileRecord,
  type PolicyRecord,
  type RoleRecord,
  type UserRecord,
} from './records.ts';

/** MaxItems: "If you do not include this parameter, the number of items defaults to 100". */
const PAGE_ITEMS_DEFAULT = 100;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
const PAGE_ITEMS_MAX = 1_000;

/** IAM's records: one account, no regions. */
export class IamStore {
  readonly deps: ServiceDeps;
  readonly roles: Table<RoleRecord>;
  readonly users: Table<UserRecord>;
  /** By access key id. */
  readonly accessKeys: Table<AccessKeyRecord>;
  /** By ARN. */
  readonly policies: Table<PolicyRecord>;
  readonly instanceProfiles: Table<InstanceProfileRecord>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.roles = deps.state.table(iamTables.roles);
    this.users = deps.state.table(iamTables.users);
    this.accessKeys = deps.state.table(iamTables.accessKeys);
    this.policies = deps.state.table(iamTables.policies);
    this.instanceProfiles = deps.state.table(iamTables.instanceProfiles);
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
  newId(prefix: 'AROA' | 'AIDA' | 'ANPA' | 'AIPA'): string {
    return prefix + upperId(this.deps.random, 17);
  }

  role(name: string): RoleRecord {
    return this.roles.get(name) ?? failNoSuch(`The role with name ${name} cannot be found.`);
  }

  /** What a role may do goes with the keys of its sessions to wherever they sign. */
  putRole(record: RoleRecord): void {
    this.roles.put(record.name, record);
    this.deps.dataPlane.changed();
  }

  user(name: string): UserRecord {
    return this.users.get(name) ?? failNoSuch(`The user with name ${name} cannot be found.`);
  }

  putUser(record: UserRecord): void {
    this.users.put(record.name, record);
    this.deps.dataPlane.changed();
  }

  keysOf(userName: string): AccessKeyRecord[] {
    return this.accessKeys.list().filter((key) => key.userName === userName);
  }

  policy(arn: string): PolicyRecord {
    return this.policies.get(arn) ?? failNoSuch(`Policy ${arn} was not found.`);
  }

  /** Its instances act as its role in each region. */
  putInstanceProfile(record: InstanceProfileRecord): void {
    this.instanceProfiles.put(record.name, record);
    this.deps.dataPlane.changed();
  }

  instanceProfile(name: string): InstanceProfileRecord {
    return (
      this.instanceProfiles.get(name) ?? failNoSuch(`Instance Profile ${name} cannot be found.`)
    );
  }

  /** Policies must exist, also AWS's own. */
  checkAttachable(arn: string): void {
    if (this.policies.get(arn) === undefined && awsPolicy(arn) === undefined)
      failNoSuch(`Policy ${arn} does not exist or is not attachable.`);
    if (isOfServiceLinkedRole(arn))
      fail('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.');
  }
}

export function failConflict(message: string): never {
  return fail('DeleteConflict', message, 409);
}

export function failNoSuch(message: string): never {
  return fail('NoSuchEntity', message, 404);
}

export const required = requiredBy(
  'ValidationError',
  (name) => `The parameter ${name} is required.`,
);

/**
 * Names of roles, policies and profiles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkName(name: string, member: string, lengthMax: number): void {
  if (!/^[\w+=,.@-]+$/.test(name) || name.length > lengthMax)
    fail(
      'ValidationError',
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_- and at most ${lengthMax} of them`,
    );
}

export function checkPath(path: string): string {
  if (!/^\/([\x21-\x7e]+\/)?$/.test(path))
    fail(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  return path;
}

/** A page of a List call. Markers are positions. */
export function pageOf<T>(
  items: readonly T[],
  input: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: T[]; truncation: { IsTruncated: boolean; Marker: string | undefined } } {
  const problem = sizeProblem(input.MaxItems, 'maxItems', { max: PAGE_ITEMS_MAX });
  if (problem !== undefined) fail('ValidationError', problem);
  const start = positionOf(input.Marker, () => fail('ValidationError', 'Invalid Marker.'));
  const part = page(items, { start, size: input.MaxItems ?? PAGE_ITEMS_DEFAULT });
  const Marker = part.nextPosition;
  return { items: part.items, truncation: { IsTruncated: Marker !== undefined, Marker } };
}
