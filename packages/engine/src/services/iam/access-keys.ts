import type {
  AccessKeyMetadata,
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
  UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { failNoSuch, type IamStore, pageOf, required } from './iam-store.ts';
import { newKey } from './new-key.ts';
import type { AccessKeyRecord } from './records.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const KEYS_MAX = 2;

export const accessKeyOperations = {
  CreateAccessKey: operation(createAccessKey),
  ListAccessKeys: operation(listAccessKeys),
  UpdateAccessKey: operation(updateAccessKey),
  DeleteAccessKey: operation(deleteAccessKey),
};

/** Answers once the stores know the key as well. */
async function createAccessKey(
  store: IamStore,
  context: RequestContext,
  input: CreateAccessKeyRequest,
): Promise<CreateAccessKeyResponse> {
  const user = store.user(userNameOf(context, input.UserName));
  if (store.keysOf(user.name).length >= KEYS_MAX)
    fail('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${KEYS_MAX}`, 409);
  const record: AccessKeyRecord = {
    ...newKey('AKIA'),
    userName: user.name,
    status: 'Active',
    createdMs: store.deps.clock.nowMs(),
  };
  store.accessKeys.put(record.accessKeyId, record);
  store.deps.dataPlane.changed();
  await store.deps.dataPlane.settled();
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: record.accessKeyId,
      Status: record.status,
      SecretAccessKey: record.secretAccessKey,
      CreateDate: new Date(record.createdMs),
    },
  };
}

function listAccessKeys(
  store: IamStore,
  context: RequestContext,
  input: ListAccessKeysRequest,
): ListAccessKeysResponse {
  const user = store.user(userNameOf(context, input.UserName));
  const { items, truncation } = pageOf(store.keysOf(user.name), input);
  return { AccessKeyMetadata: items.map(describe), ...truncation };
}

function updateAccessKey(
  store: IamStore,
  context: RequestContext,
  input: UpdateAccessKeyRequest,
): void {
  const record = keyOf(store, context, input);
  const { Status: status } = input;
  if (status !== 'Active' && status !== 'Inactive')
    fail('ValidationError', `The value '${status ?? ''}' of Status must be Active or Inactive`);
  store.accessKeys.put(record.accessKeyId, { ...record, status });
  store.deps.dataPlane.changed();
}

function deleteAccessKey(
  store: IamStore,
  context: RequestContext,
  input: DeleteAccessKeyRequest,
): void {
  const record = keyOf(store, context, input);
  store.accessKeys.delete(record.accessKeyId);
  store.deps.dataPlane.changed();
}

function keyOf(
  store: IamStore,
  context: RequestContext,
  input: { UserName?: string | undefined; AccessKeyId: string | undefined },
): AccessKeyRecord {
  const id = required(input.AccessKeyId, 'AccessKeyId');
  const user = store.user(userNameOf(context, input.UserName));
  const record = store.accessKeys.get(id);
  if (record?.userName === user.name) return record;
  return failNoSuch(`The Access Key with id ${id} cannot be found.`);
}

/** Without a name, that of the caller. */
function userNameOf({ principalArn }: RequestContext, name: string | undefined): string {
  return required(name ?? /:user\/(?:.*\/)?([^/]+)$/.exec(principalArn)?.[1], 'UserName');
}

function describe(record: AccessKeyRecord): AccessKeyMetadata {
  return {
    UserName: record.userName,
    AccessKeyId: record.accessKeyId,
    Status: record.status,
    CreateDate: new Date(record.createdMs),
  };
}
