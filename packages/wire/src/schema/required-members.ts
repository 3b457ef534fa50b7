import { AwsError } from '../aws-error.ts';
import type { ServiceTraits } from '../types.ts';
import type { OperationShape } from './operations.ts';

/** How a service tells which of an input's members are missing. */
interface Wording {
  code: string;
  words(missing: readonly string[]): string;
}

const validation = (code: string): Wording => ({ code, words: nullMembers });

/**
 * By signing name. Members are written in camelCase everywhere but in SNS, as these have them:
 * https://docs.pingcap.com/tidbcloud/set-up-vpc-peering-connections (EC2),
 * https://github.com/aws/aws-sdk-php/issues/1973 and https://github.com/fog/fog-aws/issues/48
 * (CloudFront), https://github.com/sul-dlss/dlme/issues/432 (SNS),
 * https://github.com/awsdocs/aws-cloudformation-user-guide/issues/865 (ACM), and route53's
 * `Value null at 'route53#ChangeSet'` in the SDK for Go's tests.
 */
const WORDINGS: Readonly<Record<string, Wording>> = {
  acm: validation('ValidationException'),
  'arc-zonal-shift': validation('ValidationException'),
  autoscaling: validation('ValidationError'),
  cloudformation: validation('ValidationError'),
  cloudfront: validation('MalformedXML'),
  ec2: {
    code: 'MissingParameter',
    words: ([first = '']) => `The request must contain the parameter ${camelCase(first)}`,
  },
  // The wording of its other parameters, as https://github.com/aws/aws-dotnet-deploy/issues/549 has
  // it.
  ecr: {
    code: 'InvalidParameterException',
    words: ([first = '']) =>
      `Invalid parameter at '${camelCase(first)}' failed to satisfy constraint: 'must not be null'`,
  },
  elasticloadbalancing: validation('ValidationError'),
  iam: validation('ValidationError'),
  imagebuilder: validation('ValidationException'),
  // Its model has no validation error of its own.
  logs: validation('InvalidParameterException'),
  monitoring: validation('ValidationError'),
  route53: validation('MalformedXML'),
  route53domains: validation('ValidationException'),
  sns: {
    code: 'InvalidParameter',
    words: ([first = '']) => `Invalid parameter: ${first} Reason: no value for required parameter`,
  },
  ssm: validation('ValidationException'),
  sts: validation('ValidationError'),
};

/**
 * Refuses an input that lacks what the model requires, before an operation looks anything up. S3
 * has words of its own for each operation, which its store knows.
 */
export function requireMembers(
  { input: shape }: OperationShape,
  input: Readonly<Record<string, unknown>>,
  { signingName }: Pick<ServiceTraits, 'signingName'>,
): void {
  const wording = Object.hasOwn(WORDINGS, signingName) ? WORDINGS[signingName] : undefined;
  if (wording === undefined) return;
  const missing = shape.members
    .filter(({ name, required }) => required && input[name] === undefined)
    .map(({ name }) => name);
  if (missing.length > 0)
    throw new AwsError({ code: wording.code, message: wording.words(missing) });
}

function nullMembers(missing: readonly string[]): string {
  const each = missing.map(
    (name) =>
      `Value null at '${camelCase(name)}' failed to satisfy constraint: Member must not be null`,
  );
  const errors = each.length === 1 ? 'error' : 'errors';
  return `${each.length} validation ${errors} detected: ${each.join('; ')}`;
}

/** `VpcId` as `vpcId`. */
function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
