import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { credentials } from './credentials.js';

/**
 * As little of S3 as this site needs, since it must start at once, offline, and without any
 * package. In a real app, use the AWS SDK: `new S3Client({})` finds all of this by itself, here and
 * on AWS.
 */
const bucket = process.env.DATA_BUCKET ?? '';
const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
const timeoutMs = 2_000;

// Where S3 is on this machine; there, no name leads to a bucket, which goes into the path instead.
const local = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
const base =
  local === undefined
    ? new URL(`https://${bucket}.s3.${region}.amazonaws.com/`)
    : new URL(`${local}/${bucket}/`);
const transport = base.protocol === 'https:' ? https : http;
const agent = new transport.Agent({ keepAlive: true, maxSockets: 64 });

/** An answer, whatever its status: `{ status, text }`. Rejects where none comes in time. */
export async function askS3(method, key, { query = {}, headers = {}, body = '' } = {}) {
  const signal = AbortSignal.timeout(timeoutMs);
  const path = base.pathname + key.split('/').map(encode).join('/');
  const search = Object.keys(query)
    .sort()
    .map((name) => `${encode(name)}=${encode(query[name])}`)
    .join('&');
  const signed = sign(await credentials(), { method, path, search, headers, body });
  const url = new URL(search === '' ? path : `${path}?${search}`, base);
  return new Promise((resolve, reject) => {
    const request = transport.request(
      url,
      { method, agent, signal, headers: { ...signed, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function sign({ keyId, secret, token }, { method, path, search, headers, body }) {
  const time = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
  const all = {
    ...headers,
    host: base.host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': time,
    ...(token !== undefined && { 'x-amz-security-token': token }),
  };
  const names = Object.keys(all).sort();
  const canonical = [
    method,
    path,
    search,
    ...names.map((name) => `${name}:${all[name]}`),
    '',
    names.join(';'),
    all['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce((last, part) => hmac(last, part), `AWS4${secret}`);
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...all, authorization };
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

function encode(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
