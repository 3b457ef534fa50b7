import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  User,
} from '@aws-sdk/client-iam';
import {
  ADMINISTRATOR_ID,
  ADMINISTRATOR_NAME,
  administratorArn,
} from '../../kernel/administrator.ts';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { boundaryOf, checkHoldsNone } from './held-policies.ts';
import {
  checkName,
  checkPath,
  failConflict,
  type IamStore,
  pageOf,
  required,
} from './iam-store.ts';
import type { UserRecord } from './records.ts';

const NAME_LENGTH_MAX = 64;

export const userOperations = {
  CreateUser: operation(createUser, {
    accepts: ['Path', 'UserName', 'PermissionsBoundary', 'Tags'],
  }),
  GetUser: operation(getUser),
  ListUsers: operation(listUsers),
  DeleteUser: operation(deleteUser),
};

function createUser(
  store: IamStore,
  context: RequestContext,
  input: CreateUserRequest,
): CreateUserResponse {
  const name = required(input.UserName, 'UserName');
  checkName(name, 'userName', NAME_LENGTH_MAX);
  const path = checkPath(input.Path ?? '/');
  if (name === ADMINISTRATOR_NAME || store.users.get(name) !== undefined)
    fail('EntityAlreadyExists', `User with name ${name} already exists.`, 409);
  const { PermissionsBoundary: permissionsBoundary } = input;
  if (permissionsBoundary !== undefined) store.checkAttachable(permissionsBoundary);
  const record: UserRecord = {
    userId: store.newId('AIDA'),
    arn: `arn:aws:iam::${context.account}:user${path}${name}`,
    name,
    path,
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    inlinePolicies: {},
    managedPolicyArns: [],
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    createdMs: store.deps.clock.nowMs(),
  };
  store.putUser(record);
  return { User: describe(record) };
}

/**
 * "If you do not specify a user name, IAM determines the user name implicitly based on the Amazon
 * Web Services access key ID used to sign the request."
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
 */
function getUser(store: IamStore, context: RequestContext, input: GetUserRequest): GetUserResponse {
  const name = input.UserName ?? /:user\/(?:.*\/)?([^/]+)$/.exec(context.principalArn)?.[1];
  if (name === undefined)
    fail('ValidationError', 'Must specify userName when calling with non-User credentials');
  if (name === ADMINISTRATOR_NAME) return { User: administrator(context) };
  return { User: describe(store.user(name)) };
}

function listUsers(
  store: IamStore,
  _context: RequestContext,
  input: ListUsersRequest,
): ListUsersResponse {
  const prefix = input.PathPrefix ?? '/';
  const users = store.users.list().filter((record) => record.path.startsWith(prefix));
  const { items, truncation } = pageOf(users, input);
  return { Users: items.map(describe), ...truncation };
}

function deleteUser(store: IamStore, _context: RequestContext, input: DeleteUserRequest): void {
  const record = store.user(required(input.UserName, 'UserName'));
  if (store.keysOf(record.name).length > 0)
    failConflict('Cannot delete entity, must delete access keys first.');
  checkHoldsNone(record);
  store.users.delete(record.name);
  store.deps.dataPlane.changed();
}

/** Who was there before any user: nobody lists it, and nobody deletes it. */
function administrator({ account }: RequestContext): User {
  return {
    UserId: ADMINISTRATOR_ID,
    UserName: ADMINISTRATOR_NAME,
    Arn: administratorArn(account),
    Path: '/',
    CreateDate: new Date(0),
  };
}

function describe(record: UserRecord): User {
  return {
    UserId: record.userId,
    UserName: record.name,
    Arn: record.arn,
    Path: record.path,
    CreateDate: new Date(record.createdMs),
    PermissionsBoundary: boundaryOf(record),
    Tags: Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
