import { fail } from '../../kernel/fail.ts';

type Bounds = readonly [least: number, most: number];

/** Of the Describe calls that EC2 has had for long. */
const USUAL: Bounds = [5, 1_000];

/** `MaxResults` by operation, as EC2's model and API reference have it; others have no bounds. */
const BOUNDS: Readonly<Record<string, Bounds>> = {
  DescribeInstances: USUAL,
  DescribeInternetGateways: USUAL,
  DescribeLaunchTemplateVersions: [1, 200],
  DescribeLaunchTemplates: [1, 200],
  DescribeManagedPrefixLists: [1, 100],
  DescribeNatGateways: USUAL,
  DescribeRouteTables: [5, 100],
  DescribeSecurityGroupRules: USUAL,
  DescribeSecurityGroups: USUAL,
  DescribeSubnets: USUAL,
  DescribeTags: USUAL,
  DescribeVpcs: USUAL,
  GetManagedPrefixListEntries: [1, 100],
};

/**
 * Refuses pages that are too small or too big. What EC2 says of small ones its users quote (`Value
 * ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.`).
 */
export function checkPageSize(operation: string, size: number | undefined): void {
  const bounds = Object.hasOwn(BOUNDS, operation) ? BOUNDS[operation] : undefined;
  if (bounds === undefined || size === undefined) return;
  const [least, most] = bounds;
  if (size >= least && size <= most) return;
  const expected = size < least ? `greater than ${least}` : `smaller than ${most}`;
  fail(
    'InvalidParameterValue',
    `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${expected}.`,
  );
}
