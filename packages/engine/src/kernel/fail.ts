import { AwsError } from '@understudy/wire';

/** Ends the operation with an AWS error; 400 is the status of most. */
export function fail(code: string, message: string, status = 400): never {
  throw new AwsError({ code, message, status });
}

/** How a service words that a parameter is missing. */
export function requiredBy(
  code: string,
  words: (name: string) => string,
): <T>(value: T | undefined, name: string) => T {
  return (value, name) => value ?? fail(code, words(name));
}
