import { randomUUID } from 'node:crypto';
import type { CreateHostedZoneRequest } from '@aws-sdk/client-route-53';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { required } from '../required.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { updateTags } from './tagging.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html */
const type = resourceType('AWS::Route53::HostedZone', {
  HostedZoneConfig: 'passes',
  HostedZoneFeatures: {
    inert: 'on AWS, records could be changed while us-east-1 is impaired; here they always can',
  },
  HostedZoneTags: 'works',
  Name: 'works',
  QueryLoggingConfig: { inert: 'on AWS, queries would be logged to CloudWatch Logs' },
  VPCs: { refused: 'the local engine has no private hosted zones' },
});

export const hostedZone = type.handler({
  async create(properties, context) {
    const { HostedZone } = context.services.route53.operations.CreateHostedZone(context.request, {
      ...type.passed<CreateHostedZoneRequest>(properties),
      Name: required(properties.Name, 'Name'),
      CallerReference: `${context.stackName}-${context.logicalId}-${randomUUID()}`,
    });
    const id = (HostedZone?.Id ?? '').replace('/hostedzone/', '');
    updateTags(context, ['hostedzone', id], properties.HostedZoneTags, undefined);
    return finish(id, context);
  },

  async update(properties, previous, physicalId, context) {
    context.services.route53.operations.UpdateHostedZoneComment(context.request, {
      Id: physicalId,
      Comment: properties.HostedZoneConfig?.Comment,
    });
    const { HostedZoneTags: tags } = properties;
    updateTags(context, ['hostedzone', physicalId], tags, previous.HostedZoneTags);
    return finish(physicalId, context);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['NoSuchHostedZone'], () =>
      context.services.route53.operations.DeleteHostedZone(context.request, { Id: physicalId }),
    );
    await context.services.route53.settled();
  },
});

async function finish(id: string, context: HandlerContext): Promise<ResourceResult> {
  const { DelegationSet: servers } = context.services.route53.operations.GetHostedZone(
    context.request,
    { Id: id },
  );
  context.identified(id);
  await context.services.route53.settled();
  return { physicalId: id, attributes: { Id: id, NameServers: servers?.NameServers ?? [] } };
}
