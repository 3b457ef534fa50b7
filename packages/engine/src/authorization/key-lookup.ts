import type { SigningKey } from '@understudy/contract';
import { InstanceRoles } from '@understudy/dataplane';
import type { StsService } from '../services/sts/sts-service.ts';

type Lookup = (accessKeyId: string, sessionToken?: string) => SigningKey | undefined;

/** Who may sign calls at the endpoint, by what IAM says now, as the stores' documents do. */
export function keyLookup(options: {
  account: string;
  administrator: SigningKey;
  roleSecret: string;
  sts: StsService;
}): Lookup {
  const { account, administrator, roleSecret: secret, sts } = options;
  return (accessKeyId, sessionToken) => {
    if (accessKeyId === administrator.accessKeyId) return administrator;
    const known = sts.signingKeys().find((key) => key.accessKeyId === accessKeyId);
    if (known !== undefined || sessionToken === undefined) return known;
    const roles = new InstanceRoles(account, { secret, ...sts.instanceRoles() });
    return roles.find(accessKeyId, sessionToken);
  };
}
