import { type Random, type RecordSet, SIMPLE } from '@understudy/contract';

/**
 * Name server i of every zone is at address i of the plan, so the order of the domains is fixed.
 */
const DOMAINS = ['com', 'net', 'org', 'co.uk'] as const;
/** Route 53's numbers run to 2047, a quarter of them in each domain. */
const NUMBERS_PER_DOMAIN = 512;
const NAMES_PER_SUBDOMAIN = 64;

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
const NS_TTL_SECONDS = 172_800;
const SOA_TTL_SECONDS = 900;
const SOA_TIMERS = '1 7200 900 1209600 86400';

/** Four names of the form `ns-N.awsdns-NN.{com,net,org,co.uk}`, without the final dot. */
export function nameServersFor(random: Random): string[] {
  return DOMAINS.map((domain, index) => {
    const number = Math.floor(random.next() * NUMBERS_PER_DOMAIN);
    const subdomain = String(Math.floor(random.next() * NAMES_PER_SUBDOMAIN)).padStart(2, '0');
    return `ns-${index * NUMBERS_PER_DOMAIN + number}.awsdns-${subdomain}.${domain}`;
  });
}

/** The two record sets that every zone is born with. */
export function zoneRecords(zoneName: string, nameServers: readonly string[]): RecordSet[] {
  return [
    {
      name: zoneName,
      type: 'NS',
      ttlSeconds: NS_TTL_SECONDS,
      routing: SIMPLE,
      values: nameServers.map((server) => `${server}.`),
    },
    {
      name: zoneName,
      type: 'SOA',
      ttlSeconds: SOA_TTL_SECONDS,
      routing: SIMPLE,
      values: [`${nameServers[0]}. awsdns-hostmaster.amazon.com. ${SOA_TIMERS}`],
    },
  ];
}
