import type { PrincipalPolicies, SigningKey } from '@understudy/contract';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import type { PolicyHolder } from './held-policies.ts';
import type { IamStore } from './iam-store.ts';

/** A user's or a role's policies, as calls are held against them. */
export function policiesOf(
  store: IamStore,
  holder: PolicyHolder & { permissionsBoundary?: string },
): PrincipalPolicies {
  const { inlinePolicies, managedPolicyArns, permissionsBoundary: boundary } = holder;
  const held = [
    ...Object.entries(inlinePolicies),
    ...managedPolicyArns.map((arn) => [arn, documentOf(store, arn)] as const),
  ].flatMap(([name, document]) => (document === undefined ? [] : [{ name, document }]));
  return {
    identity: held.map(({ document }) => document),
    ...(boundary === undefined ? {} : { boundary: documentOf(store, boundary) ?? NOTHING }),
    names: {
      identity: held.map(({ name }) => name),
      ...(boundary === undefined ? {} : { boundary }),
    },
  };
}

/** A boundary that nobody knows allows nothing. */
const NOTHING = JSON.stringify({ Version: '2012-10-17', Statement: [] });

/** The default version of a managed policy; undefined for what the engine does not know. */
export function documentOf(store: IamStore, arn: string): string | undefined {
  const own = store.policies.get(arn);
  if (own === undefined) return awsManagedPolicy(arn);
  return own.versions.find(({ versionId }) => versionId === own.defaultVersionId)?.document;
}

/** The keys of users that may sign. */
export function userKeys(store: IamStore): SigningKey[] {
  return store.accessKeys.list().flatMap((key) => {
    const user = store.users.get(key.userName);
    if (user === undefined || key.status !== 'Active') return [];
    const { accessKeyId, secretAccessKey } = key;
    const policies = policiesOf(store, user);
    const accountId = store.deps.account;
    return [
      {
        ...{ accessKeyId, secretAccessKey },
        principal: { kind: 'account', accountId, arn: user.arn, policies },
      },
    ];
  });
}
