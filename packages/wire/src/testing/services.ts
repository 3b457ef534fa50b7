import type { Protocol, ServiceTraits } from '../types.ts';

/** Every service whose wire is tested, with the SDK client that its users have. */
export interface TestedService {
  /** The package after `@aws-sdk/client-`. */
  client: string;
  /** The class in it. */
  className: string;
  traits: ServiceTraits;
}

function service(
  client: string,
  className: string,
  signingName: string,
  protocols: readonly Protocol[],
  xmlNamespace = '',
): TestedService {
  const bucketAddressing = signingName === 's3';
  return { client, className, traits: { signingName, protocols, xmlNamespace, bucketAddressing } };
}

export const SERVICES: readonly TestedService[] = [
  service('s3', 'S3Client', 's3', ['restXml'], 'http://s3.amazonaws.com/doc/2006-03-01/'),
  service(
    'route-53',
    'Route53Client',
    'route53',
    ['restXml'],
    'https://route53.amazonaws.com/doc/2013-04-01/',
  ),
  service('route-53-domains', 'Route53DomainsClient', 'route53domains', ['awsJson1_1']),
  service(
    'cloudfront',
    'CloudFrontClient',
    'cloudfront',
    ['restXml'],
    'http://cloudfront.amazonaws.com/doc/2020-05-31/',
  ),
  service(
    'elastic-load-balancing-v2',
    'ElasticLoadBalancingV2Client',
    'elasticloadbalancing',
    ['awsQuery'],
    'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  ),
  service(
    'auto-scaling',
    'AutoScalingClient',
    'autoscaling',
    ['awsQuery'],
    'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  ),
  service(
    'cloudwatch',
    'CloudWatchClient',
    'monitoring',
    ['awsJson1_0', 'awsQuery'],
    'http://monitoring.amazonaws.com/doc/2010-08-01/',
  ),
  service('acm', 'ACMClient', 'acm', ['awsJson1_1']),
  service(
    'cloudformation',
    'CloudFormationClient',
    'cloudformation',
    ['awsQuery'],
    'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  ),
  service('sts', 'STSClient', 'sts', ['awsQuery'], 'https://sts.amazonaws.com/doc/2011-06-15/'),
  service('ec2', 'EC2Client', 'ec2', ['ec2Query'], 'http://ec2.amazonaws.com/doc/2016-11-15'),
  service('iam', 'IAMClient', 'iam', ['awsQuery'], 'https://iam.amazonaws.com/doc/2010-05-08/'),
  service('ssm', 'SSMClient', 'ssm', ['awsJson1_1']),
  service('imagebuilder', 'ImagebuilderClient', 'imagebuilder', ['restJson']),
];

export function traitsOf(client: string): ServiceTraits {
  const found = SERVICES.find((tested) => tested.client === client);
  if (found === undefined) throw new Error(`no service is tested as '${client}'`);
  return found.traits;
}
