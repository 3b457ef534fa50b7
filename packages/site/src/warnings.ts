import type { SiteConfig } from './config.ts';
import { knownInstanceType } from './instance-types/known-instance-type.ts';
import { stackNames } from './names.ts';

/** What is legal and most often not meant. */
export interface SiteWarning {
  /** What it means, with the field and its value. */
  message: string;
  /** What to do about it. */
  hint: string;
}

/** Nothing that stops a deployment: what is wrong is an error of `defineSite`. */
export function siteWarnings(site: SiteConfig): SiteWarning[] {
  return [...subdomain(site), ...instanceType(site)];
}

/**
 * Only a warning: EC2 has new types each month, and the list is of one day. What it does not have,
 * the group's update refuses: "InvalidParameterValue", after the image was built.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
function instanceType({ web }: SiteConfig): SiteWarning[] {
  if (web === undefined) return [];
  const found = knownInstanceType(web.instanceType);
  if (found.isKnown) return [];
  const instead = found.instead.length === 0 ? '' : `, such as ${found.instead.join(', ')}`;
  return [
    {
      message: `web.instanceType is "${web.instanceType}", which is not among the types of EC2 that this version knows`,
      hint: `use one that AWS has${instead}; if this one is new, all is well`,
    },
  ];
}

/**
 * A hosted zone may be of a subdomain, and the zone of the parent then has to delegate it: no
 * registrar has it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/CreatingNewSubdomain.html
 */
function subdomain(site: SiteConfig): SiteWarning[] {
  const { domain } = site;
  const parent = parentOf(domain);
  if (parent === undefined) return [];
  return [
    {
      message:
        `domain is "${domain}", a subdomain of ${parent}: no registrar delegates it, ` +
        `so that its certificates wait, on AWS, until the zone of ${parent} does`,
      hint:
        `write domain: '${parent}' if the site is to have all of it; else add an NS record ${domain} to the zone of ` +
        `${parent}, with the four name servers that stack ${stackNames(site).zone} puts out`,
    },
  ];
}

/**
 * Second-level names below which the registries of countries register: `example.co.uk` is nobody's
 * subdomain. Of https://publicsuffix.org/list/ those that many countries have; one that lacks costs
 * a warning too many.
 */
const REGISTRIES = new Set(
  (
    'ac art asn co com ed edu firm gen go gob gov gr ind info lg lib ltd me mil ne net nhs nom or org pe plc police ' +
    'press pro re res rs sch school tm web'
  ).split(' '),
);
const COUNTRY_CODE_CHARACTERS = 2;

/**
 * The domain that a registrar may have registered above this one; undefined when this may be one
 * itself.
 */
function parentOf(domain: string): string | undefined {
  const labels = domain.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const isRegistry = top.length === COUNTRY_CODE_CHARACTERS && REGISTRIES.has(second);
  const registered = isRegistry ? 3 : 2;
  return labels.length > registered ? labels.slice(-registered).join('.') : undefined;
}
