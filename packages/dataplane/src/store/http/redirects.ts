import { AwsError, isS3Host, regionOfHost } from '@understudy/wire';

/**
 * What S3 answers to a request for a bucket that is in another region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
export function redirectTo(
  region: string,
  request: {
    bucket: string;
    host: string;
    target: string;
    virtualHosted: boolean;
    secure: boolean;
  },
): AwsError {
  const { bucket, host, target, virtualHosted, secure } = request;
  const endpoint = virtualHosted
    ? `${bucket}.s3.${region}.amazonaws.com`
    : `s3.${region}.amazonaws.com`;
  const headers = { 'x-amz-bucket-region': region };
  const isGlobal = isS3Host(host) && regionOfHost(host) === undefined;
  // The global name leads to us-east-1 until DNS knows better; S3 sends such requests on, for the
  // time being.
  if (virtualHosted && isGlobal)
    return new AwsError({
      code: 'TemporaryRedirect',
      message:
        'Please re-send this request to the specified temporary endpoint. ' +
        'Continue to use the original request endpoint for future requests.',
      status: 307,
      detail: { Bucket: bucket, Endpoint: endpoint },
      headers: { ...headers, location: `${secure ? 'https' : 'http'}://${endpoint}${target}` },
    });
  return new AwsError({
    code: 'PermanentRedirect',
    message:
      'The bucket you are attempting to access must be addressed using the specified endpoint. ' +
      'Please send all future requests to this endpoint.',
    status: 301,
    detail: { Bucket: bucket, Endpoint: endpoint },
    headers,
  });
}

/**
 * A signature for another region.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function wrongRegion(
  told: string,
  expected: string,
  options: { presigned: boolean },
): AwsError {
  const wrong = `the region '${told}' is wrong; expecting '${expected}'`;
  return new AwsError({
    code: options.presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed',
    message: options.presigned
      ? `Error parsing the X-Amz-Credential parameter; ${wrong}`
      : `The authorization header is malformed; ${wrong}`,
    detail: { Region: expected },
    headers: { 'x-amz-bucket-region': expected },
  });
}
