import { fail } from '../../../kernel/fail.ts';

/** RFC 1035 section 2.3.4. */
export const LABEL_BYTES_MAX = 63;
export const NAME_BYTES_MAX = 255;

/**
 * The stored form: absolute, lower case, final dot, `*` as itself.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export function canonicalName(name: string): string {
  const plain = name.toLowerCase().replaceAll('\\052', '*');
  return plain.endsWith('.') ? plain : `${plain}.`;
}

/** The form in answers: Route 53 shows `*` as its octal escape. */
export function escapedName(name: string): string {
  return name.replaceAll('*', '\\052');
}

/** Throws the error that Route 53 gives for a name it cannot hold. */
export function checkName(name: string): void {
  if (wireBytes(name) > NAME_BYTES_MAX) failName(`${name} (Domain name is too long)`);
  for (const label of name.slice(0, -1).split('.')) {
    if (label === '') failName(`${name} (Domain label is empty)`);
    if (byteLength(label) > LABEL_BYTES_MAX) failName(`${name} (Domain label is too long)`);
    // DomainNameFormat: a-z, 0-9, - and _; everything else as an escape code \ooo.
    if (!/^(?:[a-z0-9_*-]|\\[0-3][0-7]{2})+$/.test(label))
      failName(`${name} (Domain label contains an illegal character)`);
  }
}

/** What an escape code stands for is one byte. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text.replaceAll(/\\[0-3][0-7]{2}/g, '.'));
}

/** On the wire, a byte of length stands before each label, and before the root's. */
function wireBytes(name: string): number {
  return byteLength(name) + 1;
}

export function isWithin(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

/** `www.example.com.` as `com.example.www.`: the key that ListResourceRecordSets sorts by. */
export function reversedLabels(name: string): string {
  return `${escapedName(name).slice(0, -1).split('.').reverse().join('.')}.`;
}

/** By code point, as AWS's ASCII order; `localeCompare` would fold case and punctuation. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function failName(message: string): never {
  return fail('InvalidDomainName', message);
}
