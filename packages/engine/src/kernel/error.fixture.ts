import { AwsError } from '@understudy/wire';

/** The AWS error that a call throws, for tests of what it says. Fails when there is none. */
export function codeAndMessage(call: () => unknown): { code: string; message: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('the call succeeded');
}
