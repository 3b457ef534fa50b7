import { AwsError } from '@understudy/wire';
import { validationError } from './errors.ts';

interface Caller {
  region: string;
  principalArn: string;
}

interface ObjectSource {
  getObject(caller: Caller, object: { bucket: string; key: string }): Promise<Uint8Array>;
}

interface TemplateObject {
  bucket: string;
  key: string;
  /** Absent: the caller's. */
  region?: string;
}

/** A template's object in S3; what S3 refuses is told as CloudFormation tells it. */
export async function readTemplate(s3: ObjectSource, url: string, caller: Caller): Promise<string> {
  const { bucket, key, region = caller.region } = templateObject(url);
  try {
    const body = await s3.getObject({ ...caller, region }, { bucket, key });
    return Buffer.from(body).toString('utf8');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // https://github.com/aws-quickstart/quickstart-bitnami-wordpress/issues/76
    throw validationError(
      `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

/**
 * A template's URL is path style at this endpoint, or one of S3's own host names; `s3://` is none.
 * https://github.com/mlnrt/incident-response-and-forensic/issues/1
 */
export function templateObject(text: string): TemplateObject {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const path = url === undefined ? undefined : decoded(url.pathname.slice(1));
  if (url === undefined || path === undefined || !/^https?:$/.test(url.protocol))
    throw validationError('TemplateURL must be a supported URL.');
  const virtual = /^(?<bucket>.+)\.s3[.-](?:(?<region>[a-z0-9-]+)\.)?amazonaws\.com$/.exec(
    url.hostname,
  )?.groups;
  const segments = path.split('/');
  const bucket = virtual?.['bucket'] ?? segments.shift() ?? '';
  const region = virtual?.['region'];
  return { bucket, key: segments.join('/'), ...(region === undefined ? {} : { region }) };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that begins no byte.
    return undefined;
  }
}
