import { randomUUID } from 'node:crypto';
import { AwsError } from '@understudy/wire';

/** What AWS does in CloudFormation itself, and not by a handler of its registry. */
const WITHOUT_HANDLER: readonly string[] = [
  'AWS::Route53::RecordSet',
  'AWS::Route53::RecordSetGroup',
];

/** Services that AWS's Java SDK, in which its handlers are written, calls otherwise than types. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  CertificateManager: 'Acm',
  EC2: 'Ec2',
  ECR: 'Ecr',
  IAM: 'Iam',
  ImageBuilder: 'Imagebuilder',
  Logs: 'CloudWatchLogs',
  SNS: 'Sns',
  SSM: 'Ssm',
};

/** What this engine cannot do is told in its own words. */
const OF_THE_ENGINE: readonly string[] = [
  'NotImplemented',
  'NotStabilized',
  'UnsupportedFeature',
  'UnsupportedOperation',
];

/** Codes of handlers themselves, whose refusals are no service's. */
const OWN_CODES: readonly string[] = ['AlreadyExists', 'GeneralServiceException'];

/** The first that fits the service's code. */
const HANDLER_CODES: readonly (readonly [RegExp, string])[] = [
  [/AlreadyExists|AlreadyOwned|Duplicate/, 'AlreadyExists'],
  [/NotFound|NoSuch/, 'NotFound'],
  [/LimitExceeded|TooMany/, 'ServiceLimitExceeded'],
  [/AccessDenied|Unauthorized/, 'AccessDenied'],
  [/Throttl/, 'Throttling'],
];

/**
 * A service's refusal in the frame that AWS gives it in a stack's events. The codes are those of
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html;
 * the frame: https://github.com/aws-samples/bedrock-claude-codecoach/issues/13, CloudFront's:
 * https://github.com/aws/aws-cdk/issues/31016
 */
export function handlerMessage(
  type: string,
  error: unknown,
  ids: { requestId: string; requestToken: string },
): unknown {
  if (!(error instanceof AwsError)) return error;
  if (WITHOUT_HANDLER.includes(type) || OF_THE_ENGINE.includes(error.code)) return error;
  const [, service = ''] = type.split('::');
  const code = handlerCode(error);
  const said = OWN_CODES.includes(error.code)
    ? error.message
    : service === 'CloudFront' && code === 'InvalidRequest'
      ? `Invalid request provided: ${error.message}`
      : `${error.message} (Service: ${SERVICE_NAMES[service] ?? service}, Status Code: ${error.status}, Request ID: ${ids.requestId})`;
  return new Error(
    `Resource handler returned message: "${said}" (RequestToken: ${ids.requestToken}, HandlerErrorCode: ${code})`,
    { cause: error },
  );
}

function handlerCode({ code }: AwsError): string {
  if (OWN_CODES.includes(code)) return code;
  return HANDLER_CODES.find(([pattern]) => pattern.test(code))?.[1] ?? 'InvalidRequest';
}

/** Work of a handler, with its errors in the frame. */
export async function inFrame<T>(type: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw handlerMessage(type, error, { requestId: randomUUID(), requestToken: randomUUID() });
  }
}
