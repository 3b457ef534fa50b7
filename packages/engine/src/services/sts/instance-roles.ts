import type { InstanceRoles } from '@understudy/contract';
import type { IamService } from '../iam/iam-service.ts';
import { trusts } from './trust.ts';

/**
 * What instances act as: all profiles, and the roles that are in one or that EC2 may take on. A
 * role that a profile held an hour ago has sessions that still live.
 */
export function instanceRoles(iam: IamService, account: string): Omit<InstanceRoles, 'secret'> {
  const profiles = iam.instanceProfiles();
  const held = new Set(profiles.flatMap(({ roleNames }) => roleNames));
  const principal = {
    kind: 'service',
    service: 'ec2.amazonaws.com',
    sourceArn: '',
    sourceAccount: account,
  } as const;
  const context = new Map([['aws:sourceaccount', [account]]]);
  const roles = iam.roles().flatMap((role) => {
    const verdict = trusts(role.assumeRolePolicyDocument, { principal, context });
    const trustsEc2 = verdict === 'Allow';
    if (!trustsEc2 && !held.has(role.name)) return [];
    const { arn, name, roleId } = role;
    return [{ arn, name, roleId, trustsEc2, policies: iam.policiesOf(role) }];
  });
  return {
    roles,
    profiles: profiles.map(({ arn, name, instanceProfileId: profileId, roleNames }) => {
      const roleArn = iam.role(roleNames[0] ?? '')?.arn;
      return { arn, name, profileId, ...(roleArn === undefined ? {} : { roleArn }) };
    }),
  };
}
