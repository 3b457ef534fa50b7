import {
  CliCredentialsStackSynthesizer,
  Fn,
  Stack,
  type IStackSynthesizer,
  type StackProps,
} from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DEPLOYMENT_BUCKET_PREFIX } from '../names.ts';
import { REGIONS } from '../regions.ts';

/**
 * A stack of a site: deployed with the caller's own credentials, so that no account needs a
 * bootstrap first.
 */
export class SiteStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, {
      ...props,
      synthesizer: new CliCredentialsStackSynthesizer({
        fileAssetsBucketName: `${DEPLOYMENT_BUCKET_PREFIX}-\${AWS::AccountId}-\${AWS::Region}`,
      }) as IStackSynthesizer, // see parts/assets.ts
    });
  }

  // What Vpc asks its stack for must not be a look-up in the account: CloudFormation tells it.
  override get availabilityZones(): string[] {
    return (REGIONS[this.region] ?? []).map((place) => Fn.select(place, Fn.getAzs()));
  }
}
