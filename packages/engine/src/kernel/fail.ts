import { AwsError } from '@understudy/wire';

/** Ends the operation with an AWS error; 400 is the status of most. */
export function fail(code: string, message: string, status = 400): never {
  throw new AwsError({ code, message, status });
}

/**
 * How most services word that a required member is missing, e.g. ACM in
 * https://github.com/awsdocs/aws-cloudformation-user-guide/issues/865.
 */
export function nullMember(name: string): string {
  return `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`;
}

/** How a service words that a parameter is missing. */
export function requiredBy(
  code: string,
  words: (name: string) => string,
): <T>(value: T | undefined, name: string) => T {
  return (value, name) => value ?? fail(code, words(name));
}
