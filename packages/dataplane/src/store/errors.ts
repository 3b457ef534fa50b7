import { AwsError } from '@understudy/wire';

/**
 * S3's errors in S3's words.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function accessDenied(message = 'Access Denied'): AwsError {
  return new AwsError({ code: 'AccessDenied', message, status: 403 });
}

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError({
    code: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
    status: 404,
    detail: { BucketName: bucket },
  });
}

export function noSuchKey(key: string): AwsError {
  return new AwsError({
    code: 'NoSuchKey',
    message: 'The specified key does not exist.',
    status: 404,
    detail: { Key: key },
  });
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError({
    code: 'NoSuchVersion',
    message: 'The specified version does not exist.',
    status: 404,
    detail: { Key: key, VersionId: versionId },
  });
}

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError({
    code: 'NoSuchUpload',
    message:
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have ' +
      'been aborted or completed.',
    status: 404,
    detail: { UploadId: uploadId },
  });
}

export function invalidArgument(
  message: string,
  argument?: { name: string; value: string },
): AwsError {
  const detail = argument && { ArgumentName: argument.name, ArgumentValue: argument.value };
  return new AwsError({ code: 'InvalidArgument', message, ...(detail && { detail }) });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError({ code: 'InvalidRequest', message });
}

export function malformedXml(): AwsError {
  return new AwsError({
    code: 'MalformedXML',
    message:
      'The XML you provided was not well-formed or did not validate against our published schema',
  });
}

export function notImplemented(header: string): AwsError {
  return new AwsError({
    code: 'NotImplemented',
    message: 'A header you provided implies functionality that is not implemented',
    status: 501,
    detail: { Header: header },
  });
}

/** For operations of S3's that this store does not have. */
export function operationNotImplemented(operation: string): AwsError {
  return new AwsError({
    code: 'NotImplemented',
    message: `The operation ${operation} is not implemented by this S3 store.`,
    status: 501,
  });
}

export function methodNotAllowed(headers: Record<string, string> = {}): AwsError {
  return new AwsError({
    code: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    status: 405,
    headers,
  });
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError({
    code: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
    status: 412,
    detail: { Condition: condition },
  });
}

/** The reason: where the truth is in a region that cannot be asked now. */
export function serviceUnavailable(reason?: string): AwsError {
  return new AwsError({
    code: 'ServiceUnavailable',
    message: `Service is unable to handle request${reason === undefined ? '' : `: ${reason}`}.`,
    status: 503,
  });
}
