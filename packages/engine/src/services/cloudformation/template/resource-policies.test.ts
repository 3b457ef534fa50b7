import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourcePolicies } from './resource-policies.ts';

const GROUP = { logicalId: 'Group', type: 'AWS::AutoScaling::AutoScalingGroup' };

const rolling = (members: object): unknown =>
  resourcePolicies(GROUP, {
    creation: undefined,
    update: { AutoScalingRollingUpdate: members },
  }).update?.rollingUpdate;

const refusal = (values: { creation?: unknown; update?: unknown }, resource = GROUP): string => {
  try {
    resourcePolicies(resource, { creation: values.creation, update: values.update });
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('policies', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
  test('have the defaults of AWS', () => {
    expect(rolling({})).toEqual({
      maxBatchSize: 1,
      minInstancesInService: 1,
      minSuccessfulInstancesPercent: 100,
      minActiveInstancesPercent: 100,
      pause: { text: 'PT0S', ms: 0 },
      suspendProcesses: [],
      waitOnResourceSignals: false,
    });
    expect(rolling({ WaitOnResourceSignals: 'true' })).toMatchObject({
      pause: { text: 'PT5M', ms: 300_000 },
      waitOnResourceSignals: true,
    });
    const creation = resourcePolicies(GROUP, {
      creation: { ResourceSignal: {} },
      update: undefined,
    });
    expect(creation.creation).toEqual({
      signals: { count: 1, timeout: { text: 'PT5M', ms: 300_000 } },
      minSuccessfulInstancesPercent: 100,
    });
  });

  test('take numbers as text, as templates write them', () => {
    expect(rolling({ MaxBatchSize: '3', PauseTime: 'PT1M30S' })).toMatchObject({
      maxBatchSize: 3,
      pause: { text: 'PT1M30S', ms: 90_000 },
    });
  });

  test.each([
    [{ update: { AutoScalingRollingUpdate: { MaxBatch: 1 } } }, 'has no member MaxBatch'],
    [{ update: { Rolling: {} } }, 'has no member Rolling'],
    [{ update: 'soon' }, 'must be an object'],
    [{ update: { AutoScalingInstanceRefresh: {} } }, 'Strategy must be Rolling'],
    [
      { update: { AutoScalingInstanceRefresh: { Strategy: 'Rolling', Preferences: { Min: 1 } } } },
      'has no member Min',
    ],
    [
      {
        update: {
          AutoScalingInstanceRefresh: { Strategy: 'Rolling' },
          AutoScalingRollingUpdate: {},
        },
      },
      'has both',
    ],
    [{ update: { AutoScalingRollingUpdate: { PauseTime: '5m' } } }, 'PauseTime must be'],
    [{ update: { AutoScalingRollingUpdate: { PauseTime: 'PT61M' } } }, 'at most one hour'],
    [{ update: { AutoScalingRollingUpdate: { MaxBatchSize: -1 } } }, 'MaxBatchSize must be'],
    [{ update: { AutoScalingRollingUpdate: { SuspendProcesses: 'Launch' } } }, 'list of strings'],
    [{ update: { AutoScalingReplacingUpdate: { WillReplace: 'yes' } } }, 'must be a Boolean'],
    [{ creation: { ResourceSignal: { Count: 'two' } } }, 'Count must be a whole number'],
    [
      { creation: { AutoScalingCreationPolicy: { MinSuccessfulInstancesPercent: 101 } } },
      '0 and 100',
    ],
  ])('are refused by their place: %o', (values, words) => {
    expect(refusal(values)).toMatch(/^Template error: \[\/Resources\/Group\//);
    expect(refusal(values)).toContain(words);
  });

  test('are refused on a type that has none', () => {
    const bucket = { logicalId: 'Bucket', type: 'AWS::S3::Bucket' };
    expect(refusal({ update: {} }, bucket)).toContain(
      'not known for resource type AWS::S3::Bucket',
    );
    expect(refusal({ creation: {} }, bucket)).toContain('not known for resource type');
  });

  test('whatever they hold, are read or refused in words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (creation, update) => {
        expect(['', 'Template error']).toContain(refusal({ creation, update }).slice(0, 14));
      }),
    );
  });
});
