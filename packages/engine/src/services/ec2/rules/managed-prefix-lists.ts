import { createHash } from 'node:crypto';
import { CHECKER_RANGES, ORIGIN_FACING_RANGES } from '../../../kernel/network/published-ranges.ts';

/** A prefix list that AWS keeps, the same for every account of a region. */
export interface ManagedPrefixList {
  prefixListId: string;
  name: string;
  /** As many rules as this it counts for. */
  weight: number;
  cidrs: readonly string[];
}

/**
 * How much a list counts against a group's quota of rules, whatever it holds just now.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html#aws-managed-prefix-list-weights
 */
const ORIGIN_FACING_WEIGHT = 55;
const HEALTH_CHECKS_WEIGHT = 25;

/** What these lists are called on AWS, where that is known: templates have the IDs in them. */
const ORIGIN_FACING_IDS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'pl-58a04531',
  'ap-northeast-2': 'pl-22a6434b',
  'ap-northeast-3': 'pl-31a14458',
  'ap-south-1': 'pl-9aa247f3',
  'ap-southeast-1': 'pl-31a34658',
  'ap-southeast-2': 'pl-b8a742d1',
  'ca-central-1': 'pl-38a64351',
  'eu-central-1': 'pl-a3a144ca',
  'eu-north-1': 'pl-fab65393',
  'eu-west-1': 'pl-4fa04526',
  'eu-west-2': 'pl-93a247fa',
  'us-east-1': 'pl-3b927c52',
  'us-east-2': 'pl-b6a144df',
  'us-west-1': 'pl-4ea04527',
  'us-west-2': 'pl-82a045eb',
};
const HEALTH_CHECKS_IDS: Readonly<Record<string, string>> = {
  'ap-southeast-2': 'pl-08c8dbfdeb99a899b',
};

/** Of one region, by name. */
export function managedPrefixLists(region: string): ManagedPrefixList[] {
  const originFacing = 'com.amazonaws.global.cloudfront.origin-facing';
  const healthChecks = `com.amazonaws.${region}.route53-healthchecks`;
  return [
    {
      prefixListId: ORIGIN_FACING_IDS[region] ?? madeUpId(region, originFacing),
      name: originFacing,
      weight: ORIGIN_FACING_WEIGHT,
      cidrs: ORIGIN_FACING_RANGES,
    },
    {
      prefixListId: HEALTH_CHECKS_IDS[region] ?? madeUpId(region, healthChecks),
      name: healthChecks,
      weight: HEALTH_CHECKS_WEIGHT,
      cidrs: CHECKER_RANGES,
    },
  ];
}

export function findPrefixList(region: string, id: string): ManagedPrefixList | undefined {
  return managedPrefixLists(region).find((list) => list.prefixListId === id);
}

/** The same in every engine, so that templates may name it. */
function madeUpId(region: string, name: string): string {
  const digest = createHash('sha256').update(`${region}/${name}`).digest('hex');
  return `pl-${digest.slice(0, 17)}`;
}
