import { createHash } from 'node:crypto';

export interface ValidationRecord {
  /** Both absolute, with the final dot. */
  name: string;
  value: string;
}

/**
 * The CNAME that proves control of a name. The same for an account and name in every region, and
 * for `*.name` as for `name`, so that one record serves all certificates.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function validationRecord(account: string, domainName: string): ValidationRecord {
  const domain = baseDomain(domainName);
  const token = digest(`name\n${account}\n${domain}`);
  const proof = digest(`value\n${account}\n${domain}`);
  return {
    name: `_${token}.${domain}.`,
    value: `_${proof}.${letters(`zone\n${account}`)}.acm-validations.aws.`,
  };
}

/** The name itself, or what a wildcard stands below. */
export function baseDomain(domainName: string): string {
  return domainName.toLowerCase().replace(/^\*\./, '');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function letters(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 10);
  return Array.from(bytes, (byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
