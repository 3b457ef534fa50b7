export interface AwsErrorOptions {
  /** AWS's code, e.g. `NoSuchBucket`. */
  code: string;
  /** In AWS's wording. */
  message: string;
  /** HTTP status; 400 unless told. */
  status?: number;
  /** Further members of the error's body, e.g. `{ BucketName: 'x' }` for S3. */
  detail?: Record<string, string>;
  /** Further HTTP headers, e.g. `x-amz-bucket-region`. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error as AWS words it. Operations throw it; the codec renders it in the caller's protocol. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(options: AwsErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = options.code;
    this.code = options.code;
    this.status = options.status ?? 400;
    this.detail = options.detail ?? {};
    this.headers = options.headers ?? {};
  }

  get sender(): boolean {
    return this.status < 500;
  }
}
