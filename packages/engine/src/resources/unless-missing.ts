import { AwsError } from '@understudy/wire';

/**
 * Removing what is already gone succeeds; every other error stands. `codes` are the service's for
 * "no such thing".
 */
export function unlessMissing(codes: readonly string[], remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!(error instanceof AwsError && codes.includes(error.code))) throw error;
  }
}
