import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import type { ResourceContext, ResourceResult } from '../../kernel/resource.ts';
import { parameterArn } from '../../services/ssm/ssm-store.ts';
import { physicalName } from '../physical-name.ts';
import type { SSMParameterProperties as Parameter } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_CHARACTERS_MAX = 1011;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
const type = resourceType('AWS::SSM::Parameter', {
  AllowedPattern: 'passes',
  DataType: {
    passes: true,
    except: { 'aws:ec2:image': { inert: 'on AWS, the value would be checked to be an AMI' } },
  },
  Description: 'passes',
  Name: 'works',
  Policies: { refused: 'the local engine keeps standard parameters, which have no policies' },
  Tags: 'works',
  Tier: {
    except: {
      Advanced: { inert: 'on AWS, the price and the size; here every parameter is a standard one' },
    },
  },
  Type: 'passes',
  Value: 'passes',
});

export const parameter = type.handler({
  async create(properties, context) {
    const name = properties.Name ?? physicalName(context, NAME_CHARACTERS_MAX);
    return put(name, properties, context, false);
  },

  async update(properties, _previous, physicalId, context) {
    return put(physicalId, properties, context, true);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['ParameterNotFound'], () =>
      context.services.ssm.operations.DeleteParameter(context.request, { Name: physicalId }),
    );
  },
});

function put(
  name: string,
  properties: Parameter,
  context: ResourceContext,
  overwrite: boolean,
): ResourceResult {
  const { Type, Value, Tags = {} } = properties;
  context.services.ssm.operations.PutParameter(context.request, {
    ...type.passed<PutParameterRequest>(properties),
    Name: name,
    Overwrite: overwrite,
    Tags: Object.entries(Tags).map(([Key, Value]) => ({ Key, Value })),
  });
  const { region, account } = context.request;
  const Arn = parameterArn(region, account, name);
  return { physicalId: name, attributes: { Type, Value, Arn } };
}
