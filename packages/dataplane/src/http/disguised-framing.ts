const NAMES_REMEMBERED_MAX = 1_000;
const remembered = new Map<string, boolean>();

/**
 * Whether a header, not one of the two itself, is "a header that can be normalized to
 * Transfer-Encoding or Content-Length using common text normalization techniques".
 * https://github.com/aws/http-desync-guardian/blob/master/docs/README.md#classification-reasons
 */
export function isDisguisedFraming(name: string): boolean {
  // The letters alone, and at most some that are none.
  if (name.length < 13 || name.length > 24) return false;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const found =
    lower !== 'content-length' &&
    lower !== 'transfer-encoding' &&
    /^(contentlength|transferencoding)$/.test(lower.replace(/[^a-z]/g, ''));
  if (remembered.size < NAMES_REMEMBERED_MAX) remembered.set(name, found);
  return found;
}
