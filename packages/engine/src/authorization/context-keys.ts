import type { ServiceTraits } from '@understudy/wire';
import type { RequestContext } from '../kernel/service.ts';
import { tagsIn } from './input-values.ts';

export interface KeyedCall {
  caller: RequestContext;
  input: unknown;
  wallMs: number;
  /** By key. */
  principalTags: Readonly<Record<string, string>>;
  /** A service that calls for the principal. */
  calledVia?: string | undefined;
  userAgent?: string | undefined;
  sourceIp?: string | undefined;
}

/**
 * The condition keys that a call carries, by lower-case name. Any other is absent, as it is on AWS
 * from a request without it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextKeysOf(call: KeyedCall): Map<string, string[]> {
  const { caller, input, wallMs, calledVia } = call;
  const context = new Map<string, string[]>();
  const set = (key: string, value: string | undefined): void => {
    if (value !== undefined) context.set(key.toLowerCase(), [value]);
  };
  set('aws:CurrentTime', new Date(wallMs).toISOString());
  set('aws:EpochTime', String(Math.floor(wallMs / 1000)));
  // The endpoint stands for AWS's, which speak HTTPS.
  set('aws:SecureTransport', 'true');
  set('aws:RequestedRegion', caller.region);
  set('aws:ResourceAccount', caller.account);
  set('aws:UserAgent', call.userAgent);
  set('aws:SourceIp', call.sourceIp);
  set('aws:PrincipalArn', issuerArn(caller.principalArn));
  set('aws:PrincipalAccount', caller.account);
  set('aws:PrincipalType', isSession(caller.principalArn) ? 'AssumedRole' : 'User');
  set('aws:PrincipalIsAWSService', 'false');
  if (!isSession(caller.principalArn))
    set('aws:username', /[^/]+$/.exec(caller.principalArn)?.[0] ?? '');
  set('aws:ViaAWSService', String(calledVia !== undefined));
  for (const key of ['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast'])
    set(key, calledVia);
  for (const [key, value] of Object.entries(call.principalTags))
    set(`aws:PrincipalTag/${key}`, value);
  const tags = tagsIn(input);
  for (const [key, value] of tags) set(`aws:RequestTag/${key}`, value);
  if (tags.length > 0)
    context.set(
      'aws:tagkeys',
      tags.map(([key]) => key),
    );
  return context;
}

function isSession(principalArn: string): boolean {
  return principalArn.includes(':assumed-role/');
}

/**
 * "For IAM roles, the request context returns the ARN of the role, not the ARN of the user that
 * assumed the role." A role's path is not in its session's ARN.
 */
function issuerArn(principalArn: string): string {
  const [, account, role] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(principalArn) ?? [];
  return role === undefined ? principalArn : `arn:aws:iam::${account}:role/${role}`;
}

/** Which of a service's errors says that a principal may not do something. */
export function denialCode({ signingName, protocols }: ServiceTraits): {
  code: string;
  status: number;
} {
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  if (signingName === 'ec2') return { code: 'UnauthorizedOperation', status: 403 };
  // https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html
  if (signingName === 'sns') return { code: 'AuthorizationError', status: 403 };
  const [protocol] = protocols;
  // https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html
  if (protocol === 'awsJson1_0' || protocol === 'awsJson1_1')
    return { code: 'AccessDeniedException', status: 400 };
  if (protocol === 'restJson') return { code: 'AccessDeniedException', status: 403 };
  return { code: 'AccessDenied', status: 403 };
}
