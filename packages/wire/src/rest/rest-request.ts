import { AwsError } from '../aws-error.ts';
import { parseQuery, splitTarget } from '../target.ts';
import type { WireRequest } from '../types.ts';
import { bucketAddress } from './bucket.ts';
import { restInput, type RestFormat } from './rest-decode.ts';
import type { Router } from './rest-route.ts';
import { MalformedUri } from '../malformed.ts';

/** A call in a REST protocol: method, path, query and required headers name the operation. */
export async function restCall(
  request: WireRequest,
  service: { router: Router; format: RestFormat; bucketAddressing: boolean },
): Promise<{ operation: string; input: Record<string, unknown> }> {
  const { rawPath, rawQuery } = splitTarget(request.target);
  const query = parseQuery(rawQuery);
  const { bucketAddressing, format } = service;
  const address = bucketAddressing
    ? bucketAddress(request.headers['host'], rawPath)
    : { bucket: undefined, rawPath };
  const match = service.router.match({
    method: request.method,
    rawPath: address.rawPath,
    query,
    headers: request.headers,
    hasBucket: bucketAddressing ? address.bucket !== undefined : undefined,
  });
  if (match === undefined) throw noSuchOperation(request, bucketAddressing, address);
  const labels = new Map(match.labels);
  if (address.bucket !== undefined) labels.set('Bucket', decodeBucket(address.bucket));
  const input = await restInput(match.operation.input, request, { labels, query, format });
  return { operation: match.operation.name, input };
}

function decodeBucket(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new MalformedUri("Couldn't parse the specified URI.");
  }
}

function noSuchOperation(
  request: WireRequest,
  s3: boolean,
  address: { bucket: string | undefined; rawPath: string },
): AwsError {
  if (!s3) return new AwsError({ code: 'UnknownOperationException', message: '', status: 404 });
  const onBucket = address.rawPath === '/' ? 'BUCKET' : 'OBJECT';
  return new AwsError({
    code: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    status: 405,
    detail: {
      Method: request.method,
      ResourceType: address.bucket === undefined ? 'SERVICE' : onBucket,
    },
  });
}
