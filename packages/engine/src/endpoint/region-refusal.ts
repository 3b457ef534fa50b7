import { AwsError } from '@understudy/wire';
import { regionNames } from '../services/ec2/regions.ts';

/** Services without a region of their own, and STS, which keeps nothing in one. */
const GLOBAL: ReadonlySet<string> = new Set([
  'cloudfront',
  'iam',
  'route53',
  'route53domains',
  'sts',
]);

/** Whose resources a region's process has. */
const WITH_PROCESS: ReadonlySet<string> = new Set([
  'arc-zonal-shift',
  'autoscaling',
  'ec2',
  'elasticloadbalancing',
  'imagebuilder',
]);

/** Answered from any region. */
const ANYWHERE: ReadonlySet<string> = new Set(['ec2 DescribeRegions']);

/** Where certificates of CloudFront, metrics of Route 53 and stacks with both are, run or not. */
const GLOBAL_REGION = 'us-east-1';

/**
 * Why a call for a region comes to nothing, undefined where it does not: what would be kept in a
 * region that does not run would never answer. Regions are not started on demand.
 */
export function regionRefusal(
  running: readonly string[],
  call: { signingName: string; operation: string; region: string },
): AwsError | undefined {
  const { signingName, operation, region } = call;
  if (running.includes(region)) return undefined;
  if (!regionNames().includes(region))
    return new AwsError({
      code: 'SignatureDoesNotMatch',
      message: `Credential should be scoped to a valid region, not '${region}'.`,
      status: 403,
    });
  if (GLOBAL.has(signingName) || ANYWHERE.has(`${signingName} ${operation}`)) return undefined;
  if (region === GLOBAL_REGION && !WITH_PROCESS.has(signingName)) return undefined;
  // What AWS says of a region that the account has not enabled is no one thing; the code is EC2's.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  return new AwsError({
    code: 'OptInRequired',
    message: `This engine does not run the region ${region}: it runs ${running.join(', ')}`,
    status: 403,
  });
}
