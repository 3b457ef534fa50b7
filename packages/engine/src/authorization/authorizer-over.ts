import { Authorizer } from './authorizer.ts';
import type { Services } from '../services/registry.ts';
import type { Clock } from '@understudy/contract';

/** Who may call what, by what the services know of principals and of what has an id. */
export function authorizerOver(clock: Clock, { iam, sts, cloudformation }: Services): Authorizer {
  return new Authorizer(clock, {
    policiesOf: (arn) => sts.policiesOf(arn),
    tagsOf: (arn) => sts.tagsOf(arn),
    roles: {
      named: (name) => iam.role(name)?.arn,
      inProfile: (name) => iam.rolesInProfile(name),
    },
    iamNameWithPath: (kind, name) => iam.nameWithPath(kind, name),
    stackId: (region, name) => cloudformation.stackId(region, name),
  });
}
