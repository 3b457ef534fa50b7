import { type DomainName, labelsOf } from '../wire/names.ts';

/** The one name server of AWS's own domains here. */
export const AWS_NAME_SERVER = 'ns1.amazonaws.com';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
export const NAME_SERVER_TTL_SECONDS = 172_800;

const AWS_DOMAINS = ['amazonaws.com', 'cloudfront.net', 'acm-validations.aws'];
const AWS_DNS = /^awsdns-\d\d\.(?:com|net|org|co\.uk)$/;

/** Top-level and registry domains that exist for the sake of AWS's. */
const AWS_PARENTS = new Set(['com', 'net', 'org', 'uk', 'co.uk', 'aws']);

/** The domain of AWS's own that `name` is at or below. */
export function awsDomainOf(name: DomainName): DomainName | undefined {
  const labels = labelsOf(name);
  for (const count of [2, 3]) {
    const domain = labels.slice(-count).join('.');
    if (labels.length >= count && (AWS_DOMAINS.includes(domain) || AWS_DNS.test(domain))) {
      return domain;
    }
  }
  return undefined;
}

export function isParentOfAwsDomain(name: DomainName): boolean {
  return AWS_PARENTS.has(name);
}
