import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether any page makes the browser send this, one of the receiver's own included: an HTML object
 * in a bucket is such a page once it is opened through the endpoint. What the user types into the
 * address line is `none`. https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isFromPage(
  headers: Pick<IncomingHttpHeaders, 'origin'> & { 'sec-fetch-site'?: string | undefined },
): boolean {
  return headers.origin !== undefined || (headers['sec-fetch-site'] ?? 'none') !== 'none';
}
