import { expect, test } from 'vitest';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { checkedHandler } from '../testing/checked-handler.ts';
import { testHandlerContext } from '../testing/context.ts';
import { testServices } from '../testing/services.ts';
import { lifecyclePolicy } from './lifecycle-policy.ts';

test('AWS::ImageBuilder::LifecyclePolicy is made, changed in place and removed', async () => {
  const deps = testDeps();
  const services = testServices(deps);
  const context = testHandlerContext(deps, services);
  services.iam.operations.CreateRole(context.request, {
    RoleName: 'cleaner',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
          Principal: { Service: 'imagebuilder.amazonaws.com' },
        },
      ],
    }),
  });
  const handler = checkedHandler(lifecyclePolicy);
  const properties = {
    ExecutionRole: 'cleaner',
    Name: 'keep-some',
    PolicyDetails: [
      {
        Action: { Type: 'DELETE', IncludeResources: { Amis: true, Snapshots: true } },
        Filter: { Type: 'AGE', Value: 3, Unit: 'WEEKS', RetainAtLeast: 2 },
        ExclusionRules: {
          TagMap: { keep: 'yes' },
          Amis: { LastLaunched: { Unit: 'DAYS', Value: 7 }, TagMap: { Keep: 'Yes' } },
        },
      },
    ],
    ResourceSelection: { TagMap: { Site: 'Web' } },
    ResourceType: 'AMI_IMAGE',
    Tags: { Site: 'Web' },
  };
  const { physicalId, attributes } = await handler.create(properties, context);
  expect(physicalId).toMatch(/:lifecycle-policy\/keep-some$/);
  expect(attributes).toEqual({ Arn: physicalId });
  const shown = () =>
    services.imagebuilder.operations.GetLifecyclePolicy(context.request, {
      lifecyclePolicyArn: physicalId,
    }).lifecyclePolicy;
  expect(shown()).toMatchObject({
    policyDetails: [
      {
        action: { type: 'DELETE', includeResources: { amis: true, snapshots: true } },
        filter: { type: 'AGE', value: 3, unit: 'WEEKS', retainAtLeast: 2 },
        exclusionRules: {
          tagMap: { keep: 'yes' },
          amis: { lastLaunched: { unit: 'DAYS', value: 7 }, tagMap: { Keep: 'Yes' } },
        },
      },
    ],
    resourceSelection: { tagMap: { Site: 'Web' } },
    tags: { Site: 'Web' },
  });
  const changed = { ...properties, Status: 'DISABLED', Tags: { More: 'x' } };
  await handler.update(changed, properties, physicalId, context);
  expect(shown()).toMatchObject({ status: 'DISABLED', tags: { More: 'x' } });
  await handler.remove(physicalId, changed, context);
  await handler.remove(physicalId, changed, context);
  expect(shown).toThrow('could not be found');
});
