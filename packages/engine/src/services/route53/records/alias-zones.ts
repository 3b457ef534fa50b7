/** Every distribution's: https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
export const CLOUDFRONT_ZONE_ID = 'Z2FDTNDATAQYW2';

/**
 * Application Load Balancers' zones: https://docs.aws.amazon.com/general/latest/gr/elb.html. Kept
 * here since Route 53 refuses an alias whose zone and name do not belong together.
 */
const LOAD_BALANCER_ZONE_IDS: Readonly<Record<string, string>> = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-east-2': 'Z3AADJGX6KTTL2',
  'us-west-1': 'Z368ELLRRE2KJ0',
  'us-west-2': 'Z1H1FL5HABSF5',
  'af-south-1': 'Z268VQBMOI5EKX',
  'ap-east-1': 'Z3DQVH9N71FHZ0',
  'ap-south-1': 'ZP97RAFLXTNZK',
  'ap-northeast-1': 'Z14GRHDCWA56QT',
  'ap-northeast-2': 'ZWKZPGTI48KDX',
  'ap-northeast-3': 'Z5LXEXXYW11ES',
  'ap-southeast-1': 'Z1LMS91P8CMLE5',
  'ap-southeast-2': 'Z1GM3OXH4ZPM65',
  'ca-central-1': 'ZQSVJUPU6J1EY',
  'eu-central-1': 'Z215JYRZR1TBD5',
  'eu-west-1': 'Z32O12XQLNTSW2',
  'eu-west-2': 'ZHURV8PSTC4K8',
  'eu-west-3': 'Z3Q77PNBQS71R4',
  'eu-north-1': 'Z23TAZ6LKFMNIO',
  'eu-south-1': 'Z3ULH7SSC9OV64',
  'me-south-1': 'ZS929ML54UICD',
  'sa-east-1': 'Z2P70J7HTTTPLU',
};

const SUFFIXES = new Map<string, RegExp>([
  [CLOUDFRONT_ZONE_ID, /^[a-z0-9]+\.cloudfront\.net\.$/],
  ...Object.entries(LOAD_BALANCER_ZONE_IDS).map(([region, id]): [string, RegExp] => [
    id,
    new RegExp(`^(?:dualstack\\.)?[a-z0-9-]+\\.${region}\\.elb\\.amazonaws\\.com\\.$`),
  ]),
]);

/**
 * What names of the AWS zone look like; undefined for a zone that is not one of AWS's that the
 * engine serves.
 */
export function targetSuffix(hostedZoneId: string): RegExp | undefined {
  return SUFFIXES.get(hostedZoneId);
}

/**
 * What may stand behind an alias on AWS, and does not exist here. By the names of "Alias target" in
 * the guide's tables.
 */
const OTHER_SERVICES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)s3-website[.-][a-z0-9-]+\.amazonaws\.com\.$/, 'S3 website endpoints'],
  [/\.elb\.[a-z0-9-]+\.amazonaws\.com\.$/, 'Network Load Balancers'],
  [/\.execute-api\.[a-z0-9-]+\.amazonaws\.com\.$/, 'API Gateway'],
  [/\.awsglobalaccelerator\.com\.$/, 'Global Accelerator'],
  [/\.elasticbeanstalk\.com\.$/, 'Elastic Beanstalk'],
  [/\.vpce\.amazonaws\.com\.$/, 'VPC interface endpoints'],
  [/\.awsapprunner\.com\.$/, 'App Runner'],
];

/**
 * The service that owns such a name; undefined for names that an alias may lead to here, and for
 * nobody's.
 */
export function otherAwsService(dnsName: string): string | undefined {
  return OTHER_SERVICES.find(([pattern]) => pattern.test(dnsName))?.[1];
}
