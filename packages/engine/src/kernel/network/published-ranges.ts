/**
 * The source addresses that AWS publishes in ip-ranges.json, as it stood in 2026 (they change a few
 * times a year). https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */

/** `ROUTE53_HEALTHCHECKS`, by the checkers' region: two blocks each. */
export const CHECKER_BLOCKS: Readonly<Record<string, readonly [string, string]>> = {
  'us-east-1': ['107.23.255.0/26', '54.243.31.192/26'],
  'us-west-1': ['54.183.255.128/26', '54.241.32.64/26'],
  'us-west-2': ['54.244.52.192/26', '54.245.168.0/26'],
  'eu-west-1': ['176.34.159.192/26', '54.228.16.0/26'],
  'ap-southeast-1': ['54.255.254.192/26', '54.251.31.128/26'],
  'ap-southeast-2': ['54.252.254.192/26', '54.252.79.128/26'],
  'ap-northeast-1': ['54.248.220.0/26', '54.250.253.192/26'],
  'sa-east-1': ['177.71.207.128/26', '54.232.40.64/26'],
};

/**
 * `ROUTE53_HEALTHCHECKS` of the commercial regions: the block for all of them, and the regions'
 * own.
 */
export const CHECKER_RANGES: readonly string[] = [
  '15.177.0.0/18',
  ...Object.values(CHECKER_BLOCKS).flat(),
];

/**
 * What GetCheckerIpRanges answers: of the common block, only the parts in use.
 * https://docs.aws.amazon.com/powershell/v5/reference (Get-R53CheckerIpRanges, example 1)
 */
export const CHECKER_RANGES_TOLD: readonly string[] = [
  ...Array.from({ length: 16 }, (_, index) => `15.177.${index * 4 + 2}.0/23`),
  '54.183.255.128/26',
  '54.228.16.0/26',
  '54.232.40.64/26',
  '54.241.32.64/26',
  '54.243.31.192/26',
  '54.244.52.192/26',
  '54.245.168.0/26',
  '54.248.220.0/26',
  '54.250.253.192/26',
  '54.251.31.128/26',
  '54.252.79.128/26',
  '54.252.254.192/26',
  '54.255.254.192/26',
  '107.23.255.0/26',
  '176.34.159.192/26',
  '177.71.207.128/26',
];

/** `CLOUDFRONT_ORIGIN_FACING`, IPv4. */
export const ORIGIN_FACING_RANGES: readonly string[] = [
  '3.29.57.0/26',
  '3.172.0.0/18',
  '3.172.64.0/18',
  '13.124.199.0/24',
  '15.158.0.0/16',
  '18.68.0.0/16',
  '24.110.128.0/17',
  '52.46.0.0/18',
  '52.82.128.0/23',
  '52.82.134.0/23',
  '54.182.128.0/20',
  '54.182.144.0/21',
  '54.182.154.0/23',
  '54.182.156.0/22',
  '54.182.160.0/21',
  '54.182.172.0/22',
  '54.182.176.0/21',
  '54.182.184.0/22',
  '54.182.188.0/23',
  '54.182.224.0/21',
  '54.182.240.0/21',
  '54.182.248.0/22',
  '54.239.134.0/23',
  '54.239.170.0/23',
  '54.239.204.0/22',
  '54.239.208.0/21',
  '64.252.64.0/18',
  '64.252.128.0/18',
  '70.132.0.0/18',
  '130.176.0.0/18',
  '130.176.64.0/21',
  '130.176.72.0/22',
  '130.176.76.0/24',
  '130.176.78.0/23',
  '130.176.80.0/22',
  '130.176.86.0/23',
  '130.176.88.0/21',
  '130.176.96.0/19',
  '130.176.128.0/21',
  '130.176.136.0/23',
  '130.176.140.0/22',
  '130.176.144.0/20',
  '130.176.160.0/19',
  '130.176.192.0/19',
  '204.246.166.0/24',
  '205.251.218.0/24',
];

/** The host that is `offset` addresses into a block. */
export function hostIn(block: string, offset: number): string {
  const [network = ''] = block.split('/');
  const octets = network.split('.');
  return [...octets.slice(0, 3), Number(octets[3]) + offset].join('.');
}
