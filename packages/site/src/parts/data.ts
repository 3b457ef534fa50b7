import { Stack, type CfnElement } from 'aws-cdk-lib/core';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { REPLICATE_DATA_BACK } from '../names.ts';
import { acknowledge, wildcards } from './acknowledge.ts';
import type { Network } from './network.ts';
import { replicatedBucket, type ReplicatedBucketProps } from './replicated-bucket.ts';

export interface DataProps extends Omit<
  ReplicatedBucketProps,
  'replicateBack' | 'logPrefix' | 'encryption'
> {
  network: Network;
}

/** What a region's web app keeps: a bucket, replicated both ways, and who may use it. */
export class Data extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id);
    this.bucket = replicatedBucket(this, {
      ...props,
      replicateBack: REPLICATE_DATA_BACK,
      logPrefix: 'data/',
      encryption: s3.BucketEncryption.S3_MANAGED,
    });
    // Past the NAT gateway, which may not be there and costs by the gigabyte: "There is no
    // additional charge for using gateway endpoints".
    // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
    props.network.vpc.addGatewayEndpoint('S3', {
      service: ec2.GatewayVpcEndpointAwsService.S3,
      subnets: [props.network.webSubnets],
    });
  }

  /** Reads, writes, deletes and lists; no earlier version, and nothing of the bucket's settings. */
  grantUse(role: iam.Role): void {
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        resources: [this.bucket.arnForObjects('*')],
      }),
    );
    // Who may list is told 404 of what is not there, else 403.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    role.addToPolicy(
      new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    );
    const own = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnElement);
    acknowledge(
      role,
      wildcards('the app names its objects, every one of its own bucket', [
        `Resource::<${own}.Arn>/*`,
      ]),
    );
  }
}
