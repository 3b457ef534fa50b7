import type { SchemaResource } from './schema.ts';

/**
 * Types that CloudFormation takes and publishes no schema of: what CDK adds to each stack, for its
 * own statistics.
 * https://github.com/aws/aws-cdk-rfcs/blob/master/text/0253-cdk-metadata-v2.md
 */
export const UNPUBLISHED_TYPES: Readonly<Record<string, SchemaResource>> = {
  'AWS::CDK::Metadata': {
    attributes: [],
    identifier: [],
    properties: { Analytics: { type: 'string' }, Modules: { type: 'string' } },
  },
};
