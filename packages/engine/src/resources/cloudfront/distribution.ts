import { randomUUID } from 'node:crypto';
import type { GetDistributionResult } from '@aws-sdk/client-cloudfront';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { tagChanges } from '../tag-changes.ts';
import { textsAt } from '../texts-at.ts';
import { unlessMissing } from '../unless-missing.ts';
import { distributionType } from './distribution-type.ts';
import { toDistribution } from './to-distribution.ts';

const IDENTITIES = 'DistributionConfig.Origins.S3OriginConfig.OriginAccessIdentity';

export const distribution = distributionType.handler({
  refuses: (properties) =>
    textsAt(properties, IDENTITIES)
      .filter((identity) => identity !== '')
      .map(() => ({
        path: `#/${IDENTITIES.replaceAll('.', '/')}`,
        message: 'the local edge signs with origin access control only (set OriginAccessControlId)',
      })),

  async create({ DistributionConfig: config, Tags: tags = [] }, context) {
    const { cloudfront } = context.services;
    const { Distribution } = cloudfront.operations.CreateDistributionWithTags(context.request, {
      DistributionConfigWithTags: {
        DistributionConfig: toDistribution(config, randomUUID()),
        Tags: { Items: tags },
      },
    });
    return finish(Distribution?.Id ?? '', context);
  },

  async update({ DistributionConfig: config, Tags: tags }, previous, physicalId, context) {
    const { operations } = context.services.cloudfront;
    const { Distribution: before, ETag } = describe(physicalId, context);
    const reference = before?.DistributionConfig?.CallerReference ?? '';
    operations.UpdateDistribution(context.request, {
      Id: physicalId,
      IfMatch: ETag,
      DistributionConfig: toDistribution(config, reference),
    });
    const { wanted, goneKeys } = tagChanges(tags, previous.Tags);
    const Resource = before?.ARN;
    operations.UntagResource(context.request, { Resource, TagKeys: { Items: goneKeys } });
    operations.TagResource(context.request, { Resource, Tags: { Items: wanted } });
    return finish(physicalId, context);
  },

  /** Disabled first, and deleted once every edge location knows, as CloudFront demands. */
  async remove(physicalId, _properties, context) {
    const { cloudfront } = context.services;
    let etag: string | undefined;
    unlessMissing(['NoSuchDistribution'], () => {
      const { Distribution: before, ETag } = describe(physicalId, context);
      if (before?.DistributionConfig === undefined) return;
      etag = cloudfront.operations.UpdateDistribution(context.request, {
        Id: physicalId,
        IfMatch: ETag,
        DistributionConfig: { ...before.DistributionConfig, Enabled: false },
      }).ETag;
    });
    if (etag === undefined) return;
    await cloudfront.settled();
    cloudfront.operations.DeleteDistribution(context.request, { Id: physicalId, IfMatch: etag });
    await cloudfront.settled();
  },
});

function describe(id: string, { services, request }: HandlerContext): GetDistributionResult {
  return services.cloudfront.operations.GetDistribution(request, { Id: id });
}

/** CloudFormation waits for Deployed. */
async function finish(id: string, context: HandlerContext): Promise<ResourceResult> {
  context.identified(id);
  await context.services.cloudfront.settled();
  const { Distribution } = describe(id, context);
  return { physicalId: id, attributes: { Id: id, DomainName: Distribution?.DomainName ?? '' } };
}
