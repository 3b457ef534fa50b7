import type {
  CreateLifecyclePolicyRequest,
  LifecyclePolicyDetail,
  UpdateLifecyclePolicyRequest,
} from '@aws-sdk/client-imagebuilder';
import { below } from '../below.ts';
import { asInput } from '../as-input.ts';
import type {
  ImageBuilderLifecyclePolicyAmiExclusionRules as Amis,
  ImageBuilderLifecyclePolicyPolicyDetail as Detail,
  ImageBuilderLifecyclePolicyProperties as Policy,
} from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { updateTags } from './update-tags.ts';

const DELETES_ONLY = {
  refused: 'lifecycle policies delete, and do nothing else, in the local engine',
};
const AMI_ONLY = { refused: 'images are AMIs in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-lifecyclepolicy.html */
const type = resourceType(
  'AWS::ImageBuilder::LifecyclePolicy',
  {
    Description: 'passes',
    ExecutionRole: 'passes',
    Name: 'passes',
    PolicyDetails: 'works',
    ...below('PolicyDetails', {
      'Action.Type': { except: { DEPRECATE: DELETES_ONLY, DISABLE: DELETES_ONLY } },
      'Action.IncludeResources.Containers': { except: { true: AMI_ONLY } },
      'ExclusionRules.Amis.IsPublic': { inert: 'on AWS, keeps public AMIs; here none is' },
      'ExclusionRules.Amis.SharedAccounts': { refused: 'AMIs are shared with nobody here' },
    }),
    ResourceSelection: 'works',
    ResourceType: { passes: true, except: { CONTAINER_IMAGE: AMI_ONLY } },
    Status: 'passes',
    Tags: 'works',
  },
  'camelCase',
);

export const lifecyclePolicy = type.handler({
  create(properties, { services, request }) {
    const { CreateLifecyclePolicy } = services.imagebuilder.operations;
    const { lifecyclePolicyArn: arn = '' } = CreateLifecyclePolicy(request, {
      ...type.passed<CreateLifecyclePolicyRequest>(properties),
      ...translated(properties),
      tags: properties.Tags,
    });
    return Promise.resolve({ physicalId: arn, attributes: { Arn: arn } });
  },

  update(properties, previous, physicalId, context) {
    context.services.imagebuilder.operations.UpdateLifecyclePolicy(context.request, {
      ...type.changeable<UpdateLifecyclePolicyRequest>(properties),
      ...translated(properties),
      lifecyclePolicyArn: physicalId,
    });
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: { Arn: physicalId } });
  },

  remove(physicalId, _properties, { services, request }) {
    const { DeleteLifecyclePolicy } = services.imagebuilder.operations;
    unlessMissing(['ResourceNotFoundException'], () =>
      DeleteLifecyclePolicy(request, { lifecyclePolicyArn: physicalId }),
    );
    return Promise.resolve();
  },
});

/** What templates write in PascalCase at every depth. */
function translated({ PolicyDetails: details, ResourceSelection: selection }: Policy) {
  const recipes = selection.Recipes?.map(({ Name: name, SemanticVersion: semanticVersion }) => ({
    ...{ name, semanticVersion },
  }));
  return {
    policyDetails: asInput<LifecyclePolicyDetail[]>(details.map(detailOf)),
    resourceSelection: { recipes, tagMap: selection.TagMap },
  };
}

function detailOf({ Action: action, Filter: filter, ExclusionRules: rules }: Detail) {
  const { Amis: amis, Snapshots: snapshots } = action.IncludeResources ?? {};
  const { RetainAtLeast: retainAtLeast, Type, Unit: unit, Value: value } = filter;
  const includeResources = action.IncludeResources && { amis, snapshots };
  return {
    action: { type: action.Type, includeResources },
    filter: { type: Type, value, unit, retainAtLeast },
    exclusionRules: rules && { tagMap: rules.TagMap, amis: rules.Amis && amisOf(rules.Amis) },
  };
}

function amisOf({
  IsPublic: isPublic,
  LastLaunched: launched,
  Regions: regions,
  TagMap: tagMap,
}: Amis) {
  const lastLaunched = launched && { unit: launched.Unit, value: launched.Value };
  return { isPublic, lastLaunched, regions, tagMap };
}
