import { fail } from '../../kernel/fail.ts';

export function failInvalid(message: string): never {
  return fail('InvalidArgument', message);
}

/** What the local edge cannot do, by the member's name. */
export function refuse(member: string, why: string): never {
  return fail('NotImplemented', `${member}: ${why}`, 501);
}

export function failNotFound(code: string, what: string): never {
  return fail(code, `The specified ${what} does not exist.`, 404);
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html#API_UpdateDistribution_Errors */
export function checkIfMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch === '')
    fail('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
  if (ifMatch !== etag)
    fail(
      'PreconditionFailed',
      "The request failed because it didn't meet the preconditions in one or more request-header fields.",
      412,
    );
}
