import { expect, test } from 'vitest';
import { cloudFormation, stackWith } from '../stacks/cloudformation.fixture.ts';
import { planStack } from './plan-stack.ts';

const TEMPLATE = '{"Resources":{"Zone":{"Type":"AWS::Route53::HostedZone"}}}';
const actions = (calls: readonly URLSearchParams[]): (string | null)[] => [
  ...new Set(calls.map((call) => call.get('Action'))),
];

test('a new stack is told without asking for a change set, which would make it', async () => {
  const calls = await cloudFormation({ statuses: [''] });
  const plan = await planStack(stackWith({ template: TEMPLATE }), 1);
  expect(plan).toMatchObject({ step: 'create', changes: [{ logicalId: 'Zone', action: 'add' }] });
  expect(actions(calls)).toEqual(['DescribeStacks']);
});

test('a stack that is there is told by a change set, which is deleted', async () => {
  const calls = await cloudFormation({
    statuses: ['CREATE_COMPLETE'],
    changeSet: { status: 'CREATE_COMPLETE', changes: 0 },
  });
  const plan = await planStack(stackWith({ template: TEMPLATE }), 1);
  expect(plan).toMatchObject({ step: 'update', from: 'change-set', changes: [] });
  expect(actions(calls)).toEqual([
    'DescribeStacks',
    'CreateChangeSet',
    'DescribeChangeSet',
    'DeleteChangeSet',
  ]);
});

test.each([
  ['the change set fails', 'CREATE_COMPLETE', { status: 'FAILED', reason: 'No output Y' }],
  ['something goes on', 'UPDATE_IN_PROGRESS', { status: 'CREATE_COMPLETE' }],
])('by its template where %s', async (_why, status, changeSet) => {
  await cloudFormation({ statuses: [status], changeSet });
  const plan = await planStack(stackWith({ template: TEMPLATE }), 1);
  expect(plan).toMatchObject({ from: 'templates', changes: [{ logicalId: 'Zone' }] });
});
