import { AwsError } from '@understudy/wire';

export function invalidArgument(message: string): AwsError {
  return new AwsError({ code: 'InvalidArgument', message });
}

/** What the local edge cannot do, by the member's name. */
export function cannot(member: string, why: string): AwsError {
  return new AwsError({ code: 'NotImplemented', status: 501, message: `${member}: ${why}` });
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html#API_UpdateDistribution_Errors */
export function checkIfMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch === '')
    throw new AwsError({
      code: 'InvalidIfMatchVersion',
      message: 'The If-Match version is missing or not valid for the resource.',
    });
  if (ifMatch !== etag)
    throw new AwsError({
      code: 'PreconditionFailed',
      status: 412,
      message:
        "The request failed because it didn't meet the preconditions in one or more request-header fields.",
    });
}

export function notFound(code: string, what: string): AwsError {
  return new AwsError({ code, status: 404, message: `The specified ${what} does not exist.` });
}
