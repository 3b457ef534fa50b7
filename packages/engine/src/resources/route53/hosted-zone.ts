import { randomUUID } from 'node:crypto';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html */
export const hostedZone: ResourceHandler = {
  type: 'AWS::Route53::HostedZone',
  properties: {
    HostedZoneConfig: 'works',
    HostedZoneFeatures: {
      inert: 'on AWS, records could be changed while us-east-1 is impaired; here they always can',
    },
    HostedZoneTags: 'works',
    Name: 'works',
    QueryLoggingConfig: { inert: 'on AWS, queries would be logged to CloudWatch Logs' },
    VPCs: { refused: 'the local engine has no private hosted zones' },
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const comment = reader.object('HostedZoneConfig')?.text('Comment');
    const { route53 } = context.services;
    const { HostedZone } = route53.zones.create({
      Name: reader.requiredText('Name'),
      CallerReference: `${context.stackName}-${context.logicalId}-${randomUUID()}`,
      ...(comment === undefined ? {} : { HostedZoneConfig: { Comment: comment } }),
    });
    const id = (HostedZone?.Id ?? '').replace('/hostedzone/', '');
    const AddTags = reader.tags('HostedZoneTags');
    if (AddTags.length > 0)
      route53.tags.change({ ResourceType: 'hostedzone', ResourceId: id, AddTags });
    return finish(id, context);
  },

  async update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { route53 } = context.services;
    route53.zones.updateComment({
      Id: physicalId,
      Comment: reader.object('HostedZoneConfig')?.text('Comment'),
    });
    const tags = reader.tags('HostedZoneTags');
    const kept = new Set(tags.map((tag) => tag.Key));
    const gone = new PropertyReader(previous)
      .tags('HostedZoneTags')
      .filter((tag) => !kept.has(tag.Key));
    route53.tags.change({
      ResourceType: 'hostedzone',
      ResourceId: physicalId,
      AddTags: tags,
      RemoveTagKeys: gone.map((tag) => tag.Key),
    });
    return finish(physicalId, context);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['NoSuchHostedZone'], () =>
      context.services.route53.deleteHostedZone({ Id: physicalId }),
    );
    await context.services.route53.settled();
  },
};

async function finish(id: string, context: ResourceContext): Promise<ResourceResult> {
  const zone = context.services.route53.zones.find(id);
  context.identified(id);
  await context.services.route53.settled();
  return { physicalId: id, attributes: { Id: id, NameServers: zone.nameServers } };
}
