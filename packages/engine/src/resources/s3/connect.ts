import type * as S3 from '@aws-sdk/client-s3';
import type { HandlerContext } from '../handler-context.ts';

/**
 * The client of a region's store and the SDK that it is of, which is large and loaded when a bucket
 * is at hand.
 */
export async function connect(
  context: HandlerContext,
  region = context.request.region,
): Promise<{ client: S3.S3Client; sdk: typeof S3 }> {
  const [client, sdk] = await Promise.all([
    context.services.s3.client(region, context.request.principalArn),
    import('@aws-sdk/client-s3'),
  ]);
  return { client, sdk };
}
