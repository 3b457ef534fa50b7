import { AwsError } from '@understudy/wire';

/** The SDK's errors in the shape that CloudFormation's events take: S3's own code and words. */
export async function s3Call<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw toAwsError(error);
  }
}

/** The same for a call that may find nothing. */
export async function unlessAbsent(
  codes: readonly string[],
  call: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await s3Call(call);
    return true;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return false;
    throw error;
  }
}

function toAwsError(error: unknown): AwsError {
  if (!(error instanceof Error))
    return new AwsError({ code: 'InternalError', message: String(error), status: 500 });
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  // Without a status there was no answer: the region is lost, or hangs.
  if (typeof status !== 'number')
    return new AwsError({
      code: 'ServiceUnavailable',
      status: 503,
      message: `S3 does not answer: ${error.message || error.name}`,
      cause: error,
    });
  return new AwsError({ code: error.name, status, message: error.message, cause: error });
}
