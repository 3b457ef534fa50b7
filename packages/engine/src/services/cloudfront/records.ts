import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { SigningKey } from '@understudy/contract';

export interface DistributionRecord {
  id: string;
  arn: string;
  domainName: string;
  etag: string;
  modifiedMs: number;
  config: DistributionConfig;
  signingKey: SigningKey;
  tags: Record<string, string>;
}

export interface InvalidationRecord {
  id: string;
  distributionId: string;
  createdMs: number;
  callerReference: string;
  paths: string[];
}
