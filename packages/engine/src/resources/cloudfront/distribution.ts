import { randomUUID } from 'node:crypto';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { DISTRIBUTION_PROPERTIES } from './distribution-properties.ts';
import { readDistribution } from './read-distribution.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html */
export const distribution: ResourceHandler = {
  type: 'AWS::CloudFront::Distribution',
  properties: DISTRIBUTION_PROPERTIES,

  async create(properties, context) {
    const { Distribution } = records(context).createWithTags({
      DistributionConfigWithTags: {
        DistributionConfig: readDistribution(properties, randomUUID()),
        Tags: { Items: new PropertyReader(properties).tags() },
      },
    });
    return finish(Distribution?.Id ?? '', context);
  },

  async update(properties, _previous, physicalId, context) {
    const before = records(context).find(physicalId);
    records(context).update({
      Id: physicalId,
      IfMatch: before.etag,
      DistributionConfig: readDistribution(properties, before.config.CallerReference ?? ''),
    });
    const tags = new PropertyReader(properties).tags().map(({ Key, Value }) => [Key, Value]);
    records(context).setTags(physicalId, Object.fromEntries(tags) as Record<string, string>);
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
};

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
