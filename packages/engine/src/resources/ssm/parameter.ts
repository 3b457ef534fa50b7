import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import type { ResourceResult } from '../../kernel/resource.ts';
import { parameterArn } from '../../services/ssm/ssm-store.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { SSMParameterProperties as Parameter } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
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
    context.services.ssm.operations.PutParameter(context.request, {
      ...type.passed<PutParameterRequest>(properties),
      Name: name,
      Tags: tagsOf(properties),
    });
    return resultOf(name, properties, context);
  },

  async update(properties, previous, physicalId, context) {
    const { PutParameter, AddTagsToResource, RemoveTagsFromResource } =
      context.services.ssm.operations;
    PutParameter(context.request, {
      ...type.passed<PutParameterRequest>(properties),
      Name: physicalId,
      Overwrite: true,
    });
    const about = { ResourceType: 'Parameter', ResourceId: physicalId } as const;
    const { wanted, goneKeys } = tagChanges(tagsOf(properties), tagsOf(previous));
    if (goneKeys.length > 0)
      RemoveTagsFromResource(context.request, { ...about, TagKeys: goneKeys });
    if (wanted.length > 0) AddTagsToResource(context.request, { ...about, Tags: wanted });
    return resultOf(physicalId, properties, context);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['ParameterNotFound'], () =>
      context.services.ssm.operations.DeleteParameter(context.request, { Name: physicalId }),
    );
  },
});

function tagsOf({ Tags = {} }: Parameter): { Key: string; Value: string }[] {
  return Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }));
}

function resultOf(
  name: string,
  { Type, Value }: Parameter,
  { request }: HandlerContext,
): ResourceResult {
  const Arn = parameterArn(request.region, request.account, name);
  return { physicalId: name, attributes: { Type, Value, Arn } };
}
