import { membersOf, tagsIn } from './input-values.ts';

/** What a call asks for: an action, about the resources of its input or about this one. */
export interface AskedAction {
  service: string;
  action: string;
  resource?: string;
}

/** ARNs of roles, as IAM has them. */
export interface RoleFinder {
  named(name: string): string | undefined;
  inProfile(name: string): readonly string[];
}

/** Actions are named for services; CloudWatch signs as `monitoring`. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/**
 * "No permissions are required"; AssumeRole looks at the role's trust policy as well, and asks for
 * itself. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const UNASKED = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken', 'sts:AssumeRole']);

/** Operations whose action has another name. */
const RENAMED: Readonly<Record<string, string>> = {
  'cloudfront:CreateDistributionWithTags': 'CreateDistribution',
};

/**
 * What tagging at creation asks for besides.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
const TAGGING: Readonly<Record<string, (operation: string) => string>> = {
  acm: () => 'AddTagsToCertificate',
  cloudfront: () => 'TagResource',
  ec2: () => 'CreateTags',
  elasticloadbalancing: () => 'AddTags',
  iam: (operation) => operation.replace('Create', 'Tag'),
  imagebuilder: () => 'TagResource',
  logs: () => 'TagResource',
  sns: () => 'TagResource',
  ssm: () => 'AddTagsToResource',
};

/** What policies call a service. */
export function prefixOf(signingName: string): string {
  return PREFIXES[signingName] ?? signingName;
}

/** What policies call an operation of a service. */
export function actionNameOf(service: string, operation: string): string {
  return RENAMED[`${service}:${operation}`] ?? operation;
}

/** Whether no policy is asked about an action. */
export function isUnasked(action: string): boolean {
  return UNASKED.has(action);
}

/** What an operation with this input asks for, all of which must be allowed. */
export function actionsOf(
  signingName: string,
  operation: string,
  input: unknown,
  roles: RoleFinder,
): AskedAction[] {
  const service = prefixOf(signingName);
  if (isUnasked(`${service}:${operation}`)) return [];
  const asked: AskedAction[] = [{ service, action: actionNameOf(service, operation) }];
  const tagging = TAGGING[service]?.(operation);
  const makes = /^(Create|Put|Request|Allocate|Run)/.test(operation) && operation !== tagging;
  if (tagging !== undefined && makes && tagsIn(input).length > 0)
    asked.push({ service, action: tagging });
  return [...asked, ...passedRoles(service, operation, input, roles)];
}

/**
 * Roles that a service is given need iam:PassRole.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
function passedRoles(
  service: string,
  operation: string,
  input: unknown,
  roles: RoleFinder,
): AskedAction[] {
  const arns = ((): readonly (string | undefined)[] => {
    if (service === 'cloudformation') return membersOf(input, ['RoleARN']);
    if (operation === 'AddRoleToInstanceProfile')
      return membersOf(input, ['RoleName']).map((name) => roles.named(name));
    if (service !== 'imagebuilder') return [];
    const profiles = membersOf(input, ['instanceProfileName']);
    return [
      ...membersOf(input, ['executionRole']),
      ...profiles.flatMap((name) => roles.inProfile(name)),
    ];
  })();
  return arns.flatMap((resource) =>
    resource === undefined ? [] : [{ service: 'iam', action: 'PassRole', resource }],
  );
}
