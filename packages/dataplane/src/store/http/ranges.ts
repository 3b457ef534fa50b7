import { AwsError } from '@understudy/wire';

export interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
}

/**
 * The one range that a `Range` header asks for, or undefined where the whole object is to be
 * answered: S3 ignores what it cannot read, and several ranges.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, RFC 9110 section 14.2
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!parts) return undefined;
  const [, first = '', last = ''] = parts;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const suffix = Number(last);
    if (suffix === 0 || sizeBytes === 0) throw invalidRange(header ?? '', sizeBytes);
    return { start: Math.max(sizeBytes - suffix, 0), end: sizeBytes - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= sizeBytes) throw invalidRange(header ?? '', sizeBytes);
  return { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}

/** `x-amz-copy-source-range`: both ends, and inside the source. */
export function parseCopyRange(header: string, sizeBytes: number): ByteRange {
  const parts = /^bytes=(\d+)-(\d+)$/.exec(header);
  const start = Number(parts?.[1]);
  const end = Number(parts?.[2]);
  if (!parts || end < start)
    throw new AwsError({
      code: 'InvalidArgument',
      message:
        'The x-amz-copy-source-range value must be of the form bytes=first-last where first and ' +
        'last are the zero-based offsets of the first and last bytes to copy',
      detail: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    });
  if (end >= sizeBytes)
    throw new AwsError({
      code: 'InvalidArgument',
      message: `Range specified is not valid for source object of size: ${sizeBytes}`,
      detail: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    });
  return { start, end };
}

/** The bytes of part `number` (from 1) of an object that was made of parts. */
export function partRange(parts: readonly { sizeBytes: number }[], number: number): ByteRange {
  const before = parts.slice(0, number - 1).reduce((sum, part) => sum + part.sizeBytes, 0);
  return { start: before, end: before + (parts[number - 1]?.sizeBytes ?? 0) - 1 };
}

function invalidRange(header: string, sizeBytes: number): AwsError {
  return new AwsError({
    code: 'InvalidRange',
    message: 'The requested range is not satisfiable',
    status: 416,
    detail: { RangeRequested: header, ActualObjectSize: String(sizeBytes) },
    headers: { 'content-range': `bytes */${sizeBytes}` },
  });
}
