import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../kernel/resource.ts';
import { parameterArn } from '../../services/ssm/parameter-policy.ts';
import { physicalName } from '../physical-name.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_CHARACTERS_MAX = 1011;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
export const parameter: ResourceHandler = {
  type: 'AWS::SSM::Parameter',
  properties: {
    AllowedPattern: 'works',
    DataType: { inert: 'on AWS, aws:ec2:image would be checked to be an AMI' },
    Description: 'works',
    Name: 'works',
    Policies: { refused: 'the local engine keeps standard parameters, which have no policies' },
    Tags: 'works',
    Tier: { inert: 'on AWS, the price and the size; here every parameter is a standard one' },
    Type: 'works',
    Value: 'works',
  },

  async create(properties, context) {
    const name =
      new PropertyReader(properties).text('Name') ?? physicalName(context, NAME_CHARACTERS_MAX);
    return put(name, properties, context, false);
  },

  async update(properties, _previous, physicalId, context) {
    return put(physicalId, properties, context, true);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['ParameterNotFound'], () =>
      context.services.ssm.deleteParameter(context.request, { Name: physicalId }),
    );
  },
};

function put(
  name: string,
  properties: Properties,
  context: ResourceContext,
  overwrite: boolean,
): ResourceResult {
  const reader = new PropertyReader(properties);
  const type = reader.requiredText('Type');
  const value = reader.requiredText('Value');
  context.services.ssm.putParameter(context.request, {
    Name: name,
    Type: type as 'String' | 'StringList',
    Value: value,
    Overwrite: overwrite,
    Description: reader.text('Description'),
    AllowedPattern: reader.text('AllowedPattern'),
    Tags: Object.entries(reader.map('Tags') ?? {}).map(([Key, Value]) => ({ Key, Value })),
  });
  const { region, account } = context.request;
  return {
    physicalId: name,
    attributes: { Type: type, Value: value, Arn: parameterArn(region, account, name) },
  };
}
