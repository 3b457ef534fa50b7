import type { Stack } from 'aws-cdk-lib/core';
import { CfnOutput, type StackProps } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { SiteConfig } from '../config.ts';
import { assetBucketName, STATIC_FILES } from '../names.ts';
import { AccessLogs } from '../parts/access-logs.ts';
import { replicatedBucket } from '../parts/replicated-bucket.ts';
import { SiteStack } from './site-stack.ts';

export interface BucketStackProps extends StackProps {
  config: SiteConfig;
  account: string;
  role: 'primary' | 'standby';
}

/** One region of a site of static files: its bucket. */
export class BucketStack extends SiteStack {
  constructor(scope: Construct, id: string, props: BucketStackProps) {
    super(scope, id, props);
    const { config, account, role } = props;
    const nameIn = (region: string): string => assetBucketName(config, { account, region });
    const accessLogs = config.accessLogs ? new AccessLogs(this, 'AccessLogs', config) : undefined;
    const bucket = replicatedBucket(this, {
      ...STATIC_FILES,
      ...{ config, role, accessLogs },
      bucketName: nameIn(config[role]),
      replicateTo: nameIn(role === 'primary' ? config.standby : config.primary),
    });
    // Of the account's own distributions: the one that reads is made after its origins, in another
    // stack, and its policy here would make a cycle (docs/adr/0002). Who may list is told 404 of
    // what is not there, else 403.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    for (const [action, resource] of [
      ['s3:GetObject', bucket.arnForObjects('*')],
      ['s3:ListBucket', bucket.bucketArn],
    ] as const)
      bucket.addToResourcePolicy(
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
          actions: [action],
          resources: [resource],
          conditions: { ArnLike: { 'AWS:SourceArn': distributionsOf(this, account) } },
        }),
      );
    if (accessLogs !== undefined)
      new CfnOutput(this, 'AccessLogBucket', { value: accessLogs.bucket.bucketName });
    new CfnOutput(this, 'AssetBucket', { value: bucket.bucketName });
  }
}

function distributionsOf(stack: Stack, account: string): string {
  return stack.formatArn({
    service: 'cloudfront',
    region: '',
    account,
    resource: 'distribution',
    resourceName: '*',
  });
}
