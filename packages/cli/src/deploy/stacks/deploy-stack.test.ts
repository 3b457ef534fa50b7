import { describe, expect, test } from 'vitest';
import type { DeployMessage } from '../messages.ts';
import { cloudFormation, stackWith, type StubbedStack } from './cloudformation.fixture.ts';
import { deployStack } from './deploy-stack.ts';

const POLL_WALL_MS = 1;
const CREATED = [
  [
    { id: '0', resource: 'shop-zone', status: 'UPDATE_COMPLETE', old: true },
    { id: '1', resource: 'shop-zone', status: 'CREATE_IN_PROGRESS' },
    { id: '2', resource: 'Zone', status: 'CREATE_IN_PROGRESS' },
  ],
  [
    { id: '3', resource: 'Zone', status: 'CREATE_COMPLETE' },
    { id: '4', resource: 'shop-zone', status: 'CREATE_COMPLETE' },
  ],
];

interface Deployed {
  calls: URLSearchParams[];
  reports: DeployMessage[];
  work: Promise<void>;
}

async function deployed(
  stubbed: StubbedStack,
  options: { template?: string } = {},
): Promise<Deployed> {
  const calls = await cloudFormation(stubbed);
  const reports: DeployMessage[] = [];
  const context = { report: (message: DeployMessage) => void reports.push(message) };
  const work = deployStack(stackWith(options), {
    ...{ ...context, pollWallMs: POLL_WALL_MS },
    monitoringMinutes: 5,
  });
  await work.catch(() => undefined);
  return { calls, reports, work };
}

const actions = (calls: readonly URLSearchParams[]): (string | null)[] => [
  ...new Set(calls.map((call) => call.get('Action'))),
];
const call = (calls: readonly URLSearchParams[], action: string): Record<string, string> =>
  Object.fromEntries(calls.find((each) => each.get('Action') === action) ?? []);

test('a stack that is worked on is asked for its status, for events when that is due or it ended', async () => {
  const goingOn = Array.from({ length: 10 }, () => 'CREATE_IN_PROGRESS');
  const { calls, work } = await deployed({
    statuses: ['', ...goingOn, 'CREATE_COMPLETE'],
    changeSet: { status: 'CREATE_COMPLETE', changes: 1 },
    events: CREATED,
  });
  await work;
  const count = (action: string): number =>
    calls.filter((each) => each.get('Action') === action).length;
  expect(count('DescribeStacks')).toBe(goingOn.length + 2);
  expect(count('DescribeStackEvents')).toBe(2);
});

describe('a stack that does not exist', () => {
  test('is created by a change set, and told event by event', async () => {
    const { calls, reports, work } = await deployed({
      statuses: [''],
      changeSet: { status: 'CREATE_COMPLETE', changes: 1 },
      events: CREATED,
    });
    await work;
    expect(call(calls, 'CreateChangeSet')).toMatchObject({
      ChangeSetType: 'CREATE',
      StackName: 'shop-zone',
      TemplateBody: '{"Resources":{}}',
      'Tags.member.1.Key': 'project',
      'Capabilities.member.2': 'CAPABILITY_NAMED_IAM',
    });
    expect(reports.map((report) => ('resource' in report ? report.status : report.kind))).toEqual([
      'CREATE_IN_PROGRESS',
      'CREATE_IN_PROGRESS',
      'CREATE_COMPLETE',
      'CREATE_COMPLETE',
      'stack-done',
    ]);
    expect(reports.at(-2)).toMatchObject({ completed: 1, total: 1 });
    expect(reports.at(-1)).toMatchObject({ stackName: 'shop-zone', changed: true });
  });

  test('has a template of more than 51,200 bytes read from its bucket', async () => {
    const template = JSON.stringify({ Description: 'é'.repeat(25_600) });
    const { calls, work } = await deployed({ statuses: [''], events: CREATED }, { template });
    await work;
    expect(call(calls, 'CreateChangeSet')['TemplateURL']).toBe(
      'https://s3.us-east-1.amazonaws.com/deployments/key.json',
    );
    expect(call(calls, 'CreateChangeSet')['TemplateBody']).toBeUndefined();
  });
});

describe('a stack that exists', () => {
  test.each([
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    'No updates are to be performed.',
  ])('and would not change is left alone: %s', async (reason) => {
    const { calls, reports, work } = await deployed({
      statuses: ['CREATE_COMPLETE'],
      changeSet: { status: 'FAILED', reason },
    });
    await work;
    expect(actions(calls)).toEqual([
      'DescribeStacks',
      'CreateChangeSet',
      'DescribeChangeSet',
      'DeleteChangeSet',
    ]);
    expect(reports).toMatchObject([{ kind: 'stack-done', changed: false }]);
  });

  test('is waited for while an earlier operation goes on', async () => {
    const { calls, reports, work } = await deployed({
      statuses: ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'],
      events: CREATED,
    });
    await work;
    expect(actions(calls).slice(0, 3)).toEqual([
      'DescribeStacks',
      'DescribeStackEvents',
      'CreateChangeSet',
    ]);
    expect(reports[0]).toMatchObject({
      kind: 'step',
      text: 'waiting for shop-zone: update in progress from before, at Zone',
    });
    expect(call(calls, 'CreateChangeSet')['ChangeSetType']).toBe('UPDATE');
  });

  test('and was rolled back to nothing is deleted first', async () => {
    const { calls, work } = await deployed({
      statuses: ['ROLLBACK_COMPLETE', 'DELETE_IN_PROGRESS', ''],
      events: CREATED,
    });
    await work;
    expect(actions(calls).slice(0, 3)).toEqual([
      'DescribeStacks',
      'DeleteStack',
      'CreateChangeSet',
    ]);
    expect(call(calls, 'CreateChangeSet')['ChangeSetType']).toBe('CREATE');
  });

  test('and takes no update is told with what to do', async () => {
    const { calls, work } = await deployed({ statuses: ['UPDATE_ROLLBACK_FAILED'] });
    await expect(work).rejects.toMatchObject({
      code: 'DeploymentFailed',
      message: expect.stringContaining('UPDATE_ROLLBACK_FAILED') as string,
      hint: expect.stringContaining('continue-update-rollback') as string,
    });
    expect(actions(calls)).toEqual(['DescribeStacks']);
  });
});

describe('what fails', () => {
  test('is told by each reason that is not the consequence of another', async () => {
    const { work } = await deployed({
      statuses: [''],
      events: [
        [
          {
            id: '1',
            resource: 'A',
            status: 'CREATE_FAILED',
            reason: 'Resource creation cancelled',
          },
          { id: '2', resource: 'Bucket', status: 'CREATE_FAILED', reason: 'BucketAlreadyExists' },
          { id: '3', resource: 'shop-zone', status: 'ROLLBACK_COMPLETE' },
        ],
      ],
    });
    await expect(work).rejects.toMatchObject({
      code: 'DeploymentFailed',
      message: 'shop-zone/Bucket: BucketAlreadyExists',
    });
  });

  test('without a reason is told by how the stack ended', async () => {
    const events = [[{ id: '1', resource: 'shop-zone', status: 'UPDATE_ROLLBACK_COMPLETE' }]];
    const { work } = await deployed({ statuses: ['CREATE_COMPLETE'], events });
    await expect(work).rejects.toThrow('stack shop-zone ended in UPDATE_ROLLBACK_COMPLETE');
  });

  test('by an alarm is told by the reason for which the stack was rolled back', async () => {
    const reason = 'Rollback trigger arn:… is in ALARM state. ';
    const events = [
      [
        { id: '1', resource: 'shop-zone', status: 'UPDATE_IN_PROGRESS' },
        { id: '2', resource: 'shop-zone', status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason },
        { id: '3', resource: 'shop-zone', status: 'UPDATE_ROLLBACK_COMPLETE' },
      ],
    ];
    const { work, calls } = await deployed({ statuses: ['CREATE_COMPLETE'], events });
    await expect(work).rejects.toThrow(`shop-zone: ${reason.trim()}`);
    expect(call(calls, 'CreateChangeSet')).toMatchObject({
      'RollbackConfiguration.MonitoringTimeInMinutes': '0',
      'RollbackConfiguration.RollbackTriggers': '',
    });
  });

  test('before it is tried names the resources and the properties', async () => {
    const { calls, work } = await deployed({
      statuses: [''],
      changeSet: {
        status: 'FAILED',
        reason:
          'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation].',
      },
      failedChecks: [{ resource: 'Zone', path: '/Resources/Zone/Properties/X', reason: 'no such' }],
    });
    await expect(work).rejects.toThrow('Zone /Resources/Zone/Properties/X: no such');
    expect(actions(calls)).toContain('DeleteChangeSet');
  });
});
