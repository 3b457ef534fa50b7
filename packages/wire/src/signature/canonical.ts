import { createHash, createHmac } from 'node:crypto';
import { splitTarget } from '../target.ts';

/**
 * Signature Version 4's pure part: what is hashed, and with which key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export interface Scope {
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
}

export interface Signable {
  method: string;
  /** Path and query as sent. */
  target: string;
  headers: Readonly<Record<string, string | undefined>>;
}

export function canonicalRequest(
  request: Signable,
  options: {
    service: string;
    signedHeaders: readonly string[];
    payloadHash: string;
    /** Query parameters that are not signed: the signature itself. */
    unsigned?: ReadonlySet<string>;
  },
): string {
  const { rawPath, rawQuery } = splitTarget(request.target);
  const headers = options.signedHeaders.map(
    (name) => `${name}:${canonicalValue(request.headers[name] ?? '')}\n`,
  );
  return [
    request.method,
    canonicalPath(rawPath, options.service),
    canonicalQuery(rawQuery, options.unsigned),
    headers.join(''),
    options.signedHeaders.join(';'),
    options.payloadHash,
  ].join('\n');
}

export function stringToSign(canonical: string, timestamp: string, scope: Scope): string {
  return [ALGORITHM, timestamp, scopeText(scope), sha256(canonical)].join('\n');
}

export function scopeText({ date, region, service }: Scope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

export function signingKey(secretAccessKey: string, { date, region, service }: Scope): Buffer {
  const parts = [date, region, service, 'aws4_request'];
  return parts.reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** `YYYYMMDDTHHMMSSZ` */
export function timestampText(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Milliseconds since the epoch; undefined where it is no such date. */
export function timestampMs(text: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Everything but RFC 3986's unreserved characters, in upper-case hexadecimal. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, escapeByte);
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * S3 signs the path as it is, once encoded. Every other service removes dot segments and empty
 * ones, and encodes again what is encoded already.
 */
function canonicalPath(rawPath: string, service: string): string {
  if (service === 's3') return encodedOnce(rawPath) || '/';
  const segments: string[] = [];
  for (const segment of rawPath.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  if (segments.length > 0 && rawPath.endsWith('/')) segments.push('');
  return `/${segments.join('/')}`.split('/').map(uriEncode).join('/');
}

/** Percent-encoding in AWS's spelling, whatever spelling was sent: `%7e` and `~` are one. */
function encodedOnce(rawPath: string): string {
  return rawPath.split('/').map(respell).join('/');
}

function canonicalQuery(rawQuery: string, unsigned?: ReadonlySet<string>): string {
  const pairs: [string, string][] = [];
  for (const part of rawQuery.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = respell(equals < 0 ? part : part.slice(0, equals));
    if (unsigned?.has(name)) continue;
    pairs.push([name, equals < 0 ? '' : respell(part.slice(equals + 1))]);
  }
  // By code point of the encoded form, which is ASCII: plain comparison does it.
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const ESCAPE = /%([0-9a-fA-F]{2})|[^A-Za-z0-9\-._~]/gu;

function respell(raw: string): string {
  return raw.replace(ESCAPE, (found, hex: string | undefined) => {
    if (hex === undefined) return percentBytes(found);
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${hex.toUpperCase()}`;
  });
}

function percentBytes(text: string): string {
  // node:http gives every raw byte of a target as one character.
  const encoding = text.charCodeAt(0) <= 0xff ? 'latin1' : 'utf8';
  return [...Buffer.from(text, encoding)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function canonicalValue(value: string): string {
  return value.trim().replace(/\s+/g, ' ');
}
