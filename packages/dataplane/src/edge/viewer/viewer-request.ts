import type { Readable } from 'node:stream';
import { HOP_BY_HOP, namedByConnection } from '@understudy/wire';
import type { Trace } from '../../net/traces.ts';
import { isDisguisedFraming } from '../../http/disguised-framing.ts';
import { headerValues, understand, type RequestHead } from '../../http/request-head.ts';
import { originForm, type RequestTarget } from '../../http/request-target.ts';

/**
 * "Maximum length of a request, including headers and query strings, but not including the body
 * content"; "Maximum length of a URL".
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-general
 */
const REQUEST_BYTES_MAX = 20_480;
const URL_BYTES_MAX = 8_192;

/** A body, and its length where the viewer has told it. */
export interface RequestBody {
  stream: Readable;
  length: number | undefined;
}

/** What a viewer asks, once it is understood. */
export interface ViewerRequest {
  method: string;
  /** The authority that counts; empty only in HTTP/1.0. */
  host: string;
  target: RequestTarget;
  httpVersion: string;
  /** In lower case, without those of the connection; repeated ones joined, as one hop may. */
  headers: Readonly<Record<string, string | undefined>>;
  secure: boolean;
  viewerAddress: string;
  body: RequestBody | undefined;
  /** Aborted when the viewer has left. */
  readonly signal: AbortSignal;
  /** Of a request that somebody wants explained. */
  trace?: Trace | undefined;
}

export type AdmittedViewer = Pick<ViewerRequest, 'method' | 'host' | 'target' | 'headers'> & {
  bodyLength: number | undefined;
};

/** An answer of CloudFront's own, after which the connection ends. */
export interface ViewerRefusal {
  status: 400 | 403 | 413 | 500 | 501 | 505;
  reason: string;
}

/** Why a request is refused before any distribution is asked, or what it is. */
export function admitViewer(
  head: RequestHead,
  facts: { secure: boolean; hasBody: boolean },
): AdmittedViewer | ViewerRefusal {
  const understood = understand(head);
  if (isTooLong(head, facts.secure))
    return { status: 413, reason: 'The request or its URL is longer than CloudFront accepts.' };
  if (understood === 'coding') return UNKNOWN_CODING;
  if (understood === 'version')
    return { status: 505, reason: 'This HTTP version is not supported.' };
  if (understood === 'malformed' || hasDisguisedFraming(head.rawHeaders))
    return { status: 400, reason: 'The request is malformed.' };
  // "CloudFront supports only the chunked value of the Transfer-Encoding header."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomTransferEncoding
  if (headerValues(head.rawHeaders, 'transfer-encoding').some((value) => !/chunked/i.test(value)))
    return UNKNOWN_CODING;
  // "If a viewer GET request includes a body, CloudFront returns an HTTP status code 403
  // (Forbidden) to the viewer."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
  if (facts.hasBody && (head.method === 'GET' || head.method === 'HEAD'))
    return { status: 403, reason: `A ${head.method} request must not have a body.` };
  const { target, host } = understood;
  const [length] = headerValues(head.rawHeaders, 'content-length');
  return {
    method: head.method,
    host,
    target,
    headers: endToEndHeaders(head, host),
    bodyLength: length === undefined ? undefined : Number(length),
  };
}

const UNKNOWN_CODING = { status: 501, reason: 'The transfer coding is not supported.' } as const;

/** CloudFront constructs a URL from the request; that and the whole head are bounded. */
function isTooLong({ method, target, rawHeaders }: RequestHead, secure: boolean): boolean {
  let total = method.length + target.length + 'HTTP/1.1'.length + 4;
  let host = '';
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    total += name.length + value.length + 4;
    if (name === ':authority' || (name.length === 4 && name.toLowerCase() === 'host')) host = value;
  }
  const site = target.startsWith('/') ? `${secure ? 'https' : 'http'}://${host}` : '';
  return total > REQUEST_BYTES_MAX || site.length + target.length > URL_BYTES_MAX;
}

function hasDisguisedFraming(rawHeaders: readonly string[]): boolean {
  return rawHeaders.some((text, index) => index % 2 === 0 && isDisguisedFraming(text));
}

/** RFC 9110, section 7.6.1: neither the connection's headers, nor those that Connection names. */
function endToEndHeaders(
  { rawHeaders, httpVersion }: RequestHead,
  host: string,
): Record<string, string | undefined> {
  const named = namedByConnection(headerValues(rawHeaders, 'connection'));
  const kept: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name.startsWith(':') || HOP_BY_HOP.has(name) || named.has(name)) continue;
    const before = kept[name];
    // RFC 9113, section 8.2.3: HTTP/2 may send a cookie a line; HTTP/1.1 has one line.
    kept[name] =
      before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  if (host !== '') kept['host'] = host;
  // "If a request to CloudFront uses HTTP 1.0, CloudFront removes the Accept-Encoding header."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html#compressed-content-cloudfront-notes
  if (httpVersion === '1.0') delete kept['accept-encoding'];
  return kept;
}

/** Whether a redirect can keep the method and the body: HTTP/1.0 knows no 307. */
export function redirectStatus(method: string, httpVersion: string): 301 | 307 | undefined {
  if (method === 'GET' || method === 'HEAD') return 301;
  // "If you send POST, PUT, DELETE, OPTIONS, or PATCH over HTTP with an HTTP to HTTPS cache
  // behavior and a request protocol version of HTTP 1.1 or above, CloudFront redirects the request
  // to a HTTPS location with a HTTP status code 307 (Temporary Redirect) … below HTTP 1.1,
  // CloudFront returns a HTTP status code 403 (Forbidden)."
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
  return httpVersion === '1.0' ? undefined : 307;
}

/** The URL of the same thing over HTTPS. */
export function secureUrl({ host, target }: Pick<ViewerRequest, 'host' | 'target'>): string {
  return `https://${host.replace(/:\d*$/, '')}${originForm(target)}`;
}
