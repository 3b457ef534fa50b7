import type { CaaRecord } from './validation-resolver.ts';

/** https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const AMAZON_ISSUERS = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** May Amazon issue under these records? RFC 8659 sections 4.2 and 4.3. */
export function caaAllows(records: readonly CaaRecord[], wildcard: boolean): boolean {
  const of = (tag: string): CaaRecord[] =>
    records.filter((record) => record.tag.toLowerCase() === tag);
  const wild = of('issuewild');
  const governing = wildcard && wild.length > 0 ? wild : of('issue');
  if (governing.length === 0) return true;
  return governing.some(({ value }) =>
    AMAZON_ISSUERS.includes(value.split(';')[0]?.trim().toLowerCase() ?? ''),
  );
}
