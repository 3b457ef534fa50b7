import { createHash, createHmac } from 'node:crypto';

/** A call of the AWS API before it is signed. */
export interface Call {
  service: string;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

interface Signer {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const REGION = 'us-east-1';

/**
 * Signature Version 4 of our own: the SDK's clients would not send what is broken.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function sign(call: Call, signer: Signer): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const hash = sha256(call.body);
  const headers: Record<string, string> = {
    ...call.headers,
    host: new URL(signer.endpoint).host,
    'x-amz-content-sha256': hash,
    'x-amz-date': time,
  };
  const names = Object.keys(headers).sort();
  const [path = '/', query = ''] = call.path.split('?');
  const canonical = [
    call.method,
    path,
    query === '' ? '' : `${query}=`,
    ...names.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names.join(';'),
    hash,
  ].join('\n');
  const scope = `${day}/${REGION}/${call.service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [REGION, call.service, 'aws4_request'].reduce(
    hmac,
    hmac(`AWS4${signer.secretAccessKey}`, day),
  );
  const signature = hmac(key, text).toString('hex');
  const { host: _host, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
