import { expect, test } from 'vitest';
import type { StackPlan } from './deployment-plan.ts';
import { howLong } from './how-long.ts';

const stack = (type: string, action: 'add' | 'remove' = 'add'): StackPlan => ({
  ...{ name: 'shop-x', region: 'x', step: 'update', from: 'change-set' },
  changes: [{ logicalId: 'R', type, action, properties: [] }],
});

test.each<[StackPlan[], string]>([
  [[], 'a few seconds'],
  [[stack('AWS::SNS::Topic')], 'roughly 1 to 4 minutes on AWS'],
  [
    [stack('AWS::ImageBuilder::Image'), stack('AWS::ImageBuilder::Image')],
    'roughly 32 to 68 minutes on AWS: Image Builder builds the image',
  ],
  [[stack('AWS::ImageBuilder::Image', 'remove')], 'roughly 1 to 4 minutes on AWS'],
  [
    [stack('AWS::AutoScaling::AutoScalingGroup')],
    'roughly 9 to 19 minutes on AWS: instances are launched',
  ],
])('%#', (stacks, expected) => {
  expect(howLong(stacks, { isLocal: false, monitoringMinutes: 5 })).toBe(expected);
});

test('the local engine waits for nothing', () => {
  const where = { isLocal: true, monitoringMinutes: 0 };
  expect(howLong([stack('AWS::ImageBuilder::Image')], where)).toContain('half a minute');
});
