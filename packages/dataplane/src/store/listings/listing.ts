/** An item that a listing orders by its key. */
export interface Keyed {
  key: string;
}

export interface ListingRequest {
  prefix: string;
  /** Empty: none. */
  delimiter: string;
  itemsMax: number;
  /** Where to begin, in the bytes of keys, inclusive. */
  from: Uint8Array;
  /** A common prefix that the page before ended with: not to be told again. */
  afterPrefix: string | undefined;
}

export interface ListingPage<Item> {
  items: Item[];
  commonPrefixes: string[];
  truncated: boolean;
  /** The last that the page holds, when there is more. */
  last: { kind: 'item'; item: Item } | { kind: 'prefix'; prefix: string } | undefined;
}

/**
 * One page of a listing with S3's roll-up of common prefixes: each counts as one item, and the scan
 * jumps over what lies below it. `scan` gives items in the order of their keys' bytes, from a key
 * on.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
 */
export function listPage<Item extends Keyed>(
  scan: (from: Uint8Array) => Iterable<Item>,
  request: ListingRequest,
): ListingPage<Item> {
  const page: ListingPage<Item> = {
    items: [],
    commonPrefixes: [],
    truncated: false,
    last: undefined,
  };
  if (request.itemsMax <= 0) return page;
  let from: Uint8Array | undefined = later(request.from, Buffer.from(request.prefix));
  if (request.afterPrefix !== undefined)
    from = later(from, afterPrefix(request.afterPrefix) ?? from);
  while (from !== undefined) from = scanOnce(scan, request, page, from);
  return page;
}

/** The first key, in bytes, that is greater than `key`. */
export function afterKey(key: string): Uint8Array {
  return Buffer.concat([Buffer.from(key), Buffer.from([0])]);
}

/**
 * The first byte string greater than all that begin with `prefix`; undefined where there is none.
 */
export function afterPrefix(prefix: string): Uint8Array | undefined {
  const bytes = Buffer.from(prefix);
  for (let index = bytes.length - 1; index >= 0; index--) {
    const byte = bytes[index] ?? 0;
    if (byte < 0xff) {
      const raised = Buffer.from(bytes.subarray(0, index + 1));
      raised[index] = byte + 1;
      return raised;
    }
  }
  return undefined;
}

export function commonPrefixOf(
  key: string,
  request: Pick<ListingRequest, 'prefix' | 'delimiter'>,
): string | undefined {
  if (request.delimiter === '') return undefined;
  const at = key.indexOf(request.delimiter, request.prefix.length);
  return at < 0 ? undefined : key.slice(0, at + request.delimiter.length);
}

/** `encoding-type=url`, as Java's URLEncoder does it, but for the slash. */
export function urlEncodeKey(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Fills the page from one scan. Gives where to scan on from, or undefined at the end. */
function scanOnce<Item extends Keyed>(
  scan: (from: Uint8Array) => Iterable<Item>,
  request: ListingRequest,
  page: ListingPage<Item>,
  from: Uint8Array,
): Uint8Array | undefined {
  for (const item of scan(from)) {
    if (!item.key.startsWith(request.prefix)) return undefined;
    if (page.items.length + page.commonPrefixes.length >= request.itemsMax) {
      page.truncated = true;
      return undefined;
    }
    const prefix = commonPrefixOf(item.key, request);
    if (prefix !== undefined) {
      page.commonPrefixes.push(prefix);
      page.last = { kind: 'prefix', prefix };
      return afterPrefix(prefix);
    }
    page.items.push(item);
    page.last = { kind: 'item', item };
  }
  return undefined;
}

function later(left: Uint8Array, right: Uint8Array): Uint8Array {
  return Buffer.compare(left, right) >= 0 ? left : right;
}
