import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { tagSpecifications, updateTags } from './tagging.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html */
const type = resourceType('AWS::EC2::InternetGateway', { Tags: 'works' });

export const internetGateway = type.handler({
  create(properties, context) {
    const { CreateInternetGateway } = context.services.ec2.operations;
    const { InternetGateway: made } = CreateInternetGateway(context.request, {
      TagSpecifications: tagSpecifications(properties.Tags, 'internet-gateway'),
    });
    const id = made?.InternetGatewayId ?? '';
    return Promise.resolve({ physicalId: id, attributes: { InternetGatewayId: id } });
  },

  update(properties, previous, physicalId, context) {
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: { InternetGatewayId: physicalId } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteInternetGateway } = context.services.ec2.operations;
    unlessMissing(['InvalidInternetGatewayID.NotFound'], () =>
      DeleteInternetGateway(context.request, { InternetGatewayId: physicalId }),
    );
    return Promise.resolve();
  },
});
