import { randomUUID } from 'node:crypto';
import type { ResourceContext, ResourceResult } from '../../kernel/resource.ts';
import { unlessMissing } from '../unless-missing.ts';
import { distributionType } from './distribution-type.ts';
import { toDistribution } from './to-distribution.ts';

export const distribution = distributionType.handler({
  async create({ DistributionConfig: config, Tags: tags = [] }, context) {
    const { Distribution } = records(context).createWithTags({
      DistributionConfigWithTags: {
        DistributionConfig: toDistribution(config, randomUUID()),
        Tags: { Items: tags },
      },
    });
    return finish(Distribution?.Id ?? '', context);
  },

  async update({ DistributionConfig: config, Tags: tags = [] }, _previous, physicalId, context) {
    const before = records(context).find(physicalId);
    records(context).update({
      Id: physicalId,
      IfMatch: before.etag,
      DistributionConfig: toDistribution(config, before.config.CallerReference ?? ''),
    });
    const byKey = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
    records(context).setTags(physicalId, byKey);
    return finish(physicalId, context);
  },

  /** Disabled first, and deleted once every edge location knows, as CloudFront demands. */
  async remove(physicalId, _properties, context) {
    let etag: string | undefined;
    unlessMissing(['NoSuchDistribution'], () => {
      const before = records(context).find(physicalId);
      etag = records(context).update({
        Id: physicalId,
        IfMatch: before.etag,
        DistributionConfig: { ...before.config, Enabled: false },
      }).ETag;
    });
    if (etag === undefined) return;
    await context.services.cloudfront.settled();
    records(context).delete({ Id: physicalId, IfMatch: etag });
    await context.services.cloudfront.settled();
  },
});

function records(
  context: ResourceContext,
): ResourceContext['services']['cloudfront']['distributionRecords'] {
  return context.services.cloudfront.distributionRecords;
}

/** CloudFormation waits for Deployed. */
async function finish(id: string, context: ResourceContext): Promise<ResourceResult> {
  context.identified(id);
  await context.services.cloudfront.settled();
  const { domainName } = records(context).find(id);
  return { physicalId: id, attributes: { Id: id, DomainName: domainName } };
}
