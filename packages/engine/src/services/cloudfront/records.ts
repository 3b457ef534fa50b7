import { signingKeySchema, textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable, type DeclaredTable } from '../../kernel/state/declare-table.ts';
import {
  cloudfrontCachePolicyConfig,
  cloudfrontDistributionConfig,
  cloudfrontOriginAccessControlConfig,
  cloudfrontOriginRequestPolicyConfig,
  cloudfrontResponseHeadersPolicyConfig,
} from '../../kernel/state/sdk-shapes.generated.ts';

const distributionSchema = z.object({
  id: z.string(),
  arn: z.string(),
  domainName: z.string(),
  etag: z.string(),
  modifiedMs: z.number(),
  config: cloudfrontDistributionConfig,
  signingKey: signingKeySchema,
  tags: textsSchema,
});
export type DistributionRecord = z.infer<typeof distributionSchema>;

const invalidationSchema = z.object({
  id: z.string(),
  distributionId: z.string(),
  createdMs: z.number(),
  callerReference: z.string(),
  paths: z.array(z.string()),
});
export type InvalidationRecord = z.infer<typeof invalidationSchema>;

export interface Versioned<Config> {
  id: string;
  etag: string;
  modifiedMs: number;
  config: Config;
}

function versioned<Config>(
  name: string,
  config: z.ZodType<Config>,
): DeclaredTable<Versioned<Config>> {
  return declareTable(
    `cloudfront/${name}`,
    z.object({ id: z.string(), etag: z.string(), modifiedMs: z.number(), config }),
  );
}

export const cloudFrontTables = {
  distributions: declareTable('cloudfront/distributions', distributionSchema),
  /** By `DISTRIBUTION/ID`. */
  invalidations: declareTable('cloudfront/invalidations', invalidationSchema),
  cachePolicies: versioned('cache-policies', cloudfrontCachePolicyConfig),
  originRequestPolicies: versioned('origin-request-policies', cloudfrontOriginRequestPolicyConfig),
  responseHeadersPolicies: versioned(
    'response-headers-policies',
    cloudfrontResponseHeadersPolicyConfig,
  ),
  originAccessControls: versioned('origin-access-controls', cloudfrontOriginAccessControlConfig),
};
