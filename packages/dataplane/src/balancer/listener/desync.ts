import { isDisguisedFraming } from '../../http/disguised-framing.ts';
import type { RequestHead } from '../../http/request-head.ts';

/** How far a request is from RFC 9112, as http_desync_guardian calls it. */
export type RequestClass = 'compliant' | 'acceptable' | 'ambiguous';

/**
 * The classes of a head that node's parser takes. All that is `Severe`, and some that is
 * `Ambiguous` (both Content-Length and Transfer-Encoding, two equal lengths, folded lines), it
 * refuses in every mode.
 * https://github.com/aws/http-desync-guardian/blob/master/docs/README.md#classification-reasons
 */
export function requestClass(head: RequestHead): RequestClass {
  if (head.httpVersion === '2.0') return 'compliant';
  const hasUndefinedBody = head.method === 'GET' || head.method === 'HEAD';
  let found: RequestClass = 'compliant';
  const { rawHeaders } = head;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    // SuspiciousHeader
    if (isDisguisedFraming(name)) return 'ambiguous';
    if (hasUndefinedBody && name.length === 14 && name.toLowerCase() === 'content-length') {
      // UndefinedContentLengthSemantics, GetHeadZeroContentLength
      if (/[^0]/.test(value)) return 'ambiguous';
      found = 'acceptable';
    } else if (
      hasUndefinedBody &&
      name.length === 17 &&
      name.toLowerCase() === 'transfer-encoding'
    ) {
      // UndefinedTransferEncodingSemantics
      return 'ambiguous';
    } else if (/[^\t\x20-\x7e]/.test(value)) {
      // NonCompliantHeader
      found = 'acceptable';
    }
  }
  return found;
}
