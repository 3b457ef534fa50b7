/**
 * A domain name in canonical text: lower case, no final dot, the root is ''. A byte that is not
 * printable ASCII, and a dot or backslash inside a label, is written `\ooo` in octal, as Route 53
 * writes it; so a name can be split at dots.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export type DomainName = string;

/** RFC 1035 section 2.3.4. */
export const NAME_BYTES_MAX = 255;
const LABEL_BYTES_MAX = 63;

const DOT = 0x2e;
const BACKSLASH = 0x5c;

/**
 * Reads a name as a user, a document or the API writes it; throws an Error that quotes it where it
 * is not a name.
 */
export function canonicalName(text: string): DomainName {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (name === '') return '';
  const labels = name.split('.').map((label) => canonicalLabel(labelBytes(label)));
  for (const label of labels) {
    const length = labelBytes(label).length;
    if (length === 0 || length > LABEL_BYTES_MAX) throw new Error(`not a domain name: '${text}'`);
  }
  const canonical = labels.join('.');
  if (nameToWire(canonical).length > NAME_BYTES_MAX) {
    throw new Error(`domain name longer than ${NAME_BYTES_MAX} bytes: '${text}'`);
  }
  return canonical;
}

/** One label's bytes as canonical text. */
export function canonicalLabel(bytes: Uint8Array): string {
  let label = '';
  for (const byte of bytes) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== DOT && byte !== BACKSLASH;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    label += plain ? String.fromCharCode(lower) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return label;
}

/** Uncompressed wire form, RFC 1035 section 3.1. */
export function nameToWire(name: DomainName): Buffer {
  const parts: Buffer[] = [];
  for (const label of labelsOf(name)) {
    const bytes = labelBytes(label);
    parts.push(Buffer.from([bytes.length]), bytes);
  }
  parts.push(Buffer.from([0]));
  return Buffer.concat(parts);
}

/** Reads an uncompressed name, which a record's data starts with. */
export function canonicalWireName(data: Uint8Array): DomainName {
  const labels: string[] = [];
  let offset = 0;
  for (let length = data[0] ?? 0; length > 0; length = data[offset] ?? 0) {
    labels.push(canonicalLabel(data.subarray(offset + 1, offset + 1 + length)));
    offset += 1 + length;
  }
  return labels.join('.');
}

export function labelsOf(name: DomainName): string[] {
  return name === '' ? [] : name.split('.');
}

/** Undefined for the root. */
export function parentOf(name: DomainName): DomainName | undefined {
  if (name === '') return undefined;
  const dot = name.indexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}

/** Is `name` at or below `ancestor`? */
export function isWithin(name: DomainName, ancestor: DomainName): boolean {
  return ancestor === '' || name === ancestor || name.endsWith(`.${ancestor}`);
}

/** `name` and its ancestors, longest first, down to `last` or the root. */
export function* selfAndAncestors(name: DomainName, last: DomainName = ''): Generator<DomainName> {
  let current: DomainName | undefined = name;
  while (current !== undefined) {
    yield current;
    if (current === last) return;
    current = parentOf(current);
  }
}

/** As people read it: with the final dot. */
export function displayName(name: DomainName): string {
  return `${name}.`;
}

/** A label's bytes; backslash and three octal digits stand for one. */
function labelBytes(label: string): Buffer {
  if (!label.includes('\\')) return Buffer.from(label, 'utf8');
  const bytes: number[] = [];
  for (let at = 0; at < label.length;) {
    const octal = /^\\([0-3][0-7]{2})/.exec(label.slice(at, at + 4))?.[1];
    if (octal !== undefined) {
      bytes.push(Number.parseInt(octal, 8));
      at += 4;
      continue;
    }
    const character = String.fromCodePoint(label.codePointAt(at) ?? 0);
    bytes.push(...Buffer.from(character, 'utf8'));
    at += character.length;
  }
  return Buffer.from(bytes);
}
