import type { LifecyclePolicyDetail } from '@aws-sdk/client-imagebuilder';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { regionalServices, type RegionalServices } from '../../../resources/testing/regional.ts';
import { imageBuilderTables, type ImageBuildRecord } from '../records.ts';
import { decideLifecycle, isSelected, type LifecycleImage } from './decide-lifecycle.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-03-31T00:00:00Z');
const request = testRequest('us-east-1');

/** Made so many days ago. */
function image(days: number, more: Partial<LifecycleImage['amis'][number]> = {}): LifecycleImage {
  return {
    ...{ arn: `image-${days}`, recipe: { name: 'web', version: '1.2.3' }, tags: { site: 'web' } },
    createdMs: NOW_MS - days * DAY_MS,
    amis: [{ region: 'us-east-1', imageId: `ami-${days}`, tags: {}, ...more }],
  };
}

function rule(
  filter: LifecyclePolicyDetail['filter'],
  exclusionRules: LifecyclePolicyDetail['exclusionRules'] = {},
): LifecyclePolicyDetail {
  const action = { type: 'DELETE' as const, includeResources: { amis: true, snapshots: true } };
  return { action, filter, exclusionRules };
}

const images = [image(40), image(1), image(20), image(3)];
const keepTwo = { type: 'COUNT', value: 2 } as const;

describe('a rule takes', () => {
  it.each<[string, LifecyclePolicyDetail, string[]]>([
    ['what is more than the count, the oldest', rule(keepTwo), ['image-20', 'image-40']],
    ['what is older', rule({ type: 'AGE', value: 1, unit: 'MONTHS' }), ['image-40']],
    [
      'what is older by weeks',
      rule({ type: 'AGE', value: 2, unit: 'WEEKS' }),
      ['image-20', 'image-40'],
    ],
    [
      'not those that are retained at least',
      rule({ type: 'AGE', value: 2, unit: 'DAYS', retainAtLeast: 3 }),
      ['image-40'],
    ],
    ['none that has a tag', rule(keepTwo, { tagMap: { site: 'web' } }), []],
  ])('%s', (_name, detail, expected) => {
    const done = decideLifecycle(detail, images, NOW_MS);
    expect(done.map(({ arn }) => arn)).toEqual(expected);
    for (const { amis, isDeleted } of done) expect([amis.length, isDeleted]).toEqual([1, true]);
  });

  it.each([
    [{ lastLaunched: { value: 1, unit: 'WEEKS' as const } }, { lastLaunchedMs: NOW_MS - DAY_MS }],
    [{ regions: ['us-east-1'] }, {}],
    [{ tagMap: { keep: 'yes' } }, { tags: { keep: 'yes' } }],
  ])('not an AMI that is excluded by %j, and then not its image', (amis, more) => {
    const detail = rule({ type: 'AGE', value: 1, unit: 'DAYS' }, { amis });
    expect(decideLifecycle(detail, [image(30, more)], NOW_MS)).toEqual([
      { arn: 'image-30', amis: [], isDeleted: false },
    ]);
  });

  it('an AMI that was launched longer ago', () => {
    const lastLaunched = { value: 1, unit: 'WEEKS' as const };
    const detail = rule({ type: 'AGE', value: 1, unit: 'DAYS' }, { amis: { lastLaunched } });
    const old = image(30, { lastLaunchedMs: NOW_MS - 8 * DAY_MS });
    expect(decideLifecycle(detail, [old], NOW_MS)).toMatchObject([{ isDeleted: true }]);
  });
});

test('images are selected by tags or by recipe', () => {
  const one = image(1);
  expect(isSelected({ tagMap: { site: 'web' } }, one)).toBe(true);
  expect(isSelected({ tagMap: { site: 'web', more: 'x' } }, one)).toBe(false);
  expect(isSelected({ recipes: [{ name: 'web', semanticVersion: '1.2.x' }] }, one)).toBe(true);
  expect(isSelected({ recipes: [{ name: 'web', semanticVersion: '1.3.x' }] }, one)).toBe(false);
  expect(isSelected({ recipes: [{ name: 'api', semanticVersion: 'x.x.x' }] }, one)).toBe(false);
});

describe('a policy', () => {
  let services: RegionalServices;

  beforeEach(() => {
    services = regionalServices();
    services.iam.operations.CreateRole(request, {
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
  });

  function build(build: number): void {
    const arn = `arn:aws:imagebuilder:us-east-1:111122223333:image/web/1.0.0/${build}`;
    const imageId = `ami-0000000${build}`;
    const createdMs = services.deps.clock.nowMs() + build;
    const record: ImageBuildRecord = {
      ...{ arn, name: 'web', version: '1.0.0', build, recipeArn: '', infrastructureArn: '' },
      ...{ status: 'AVAILABLE', skippedSteps: [], createdMs, tags: { site: 'web' } },
      amis: [{ region: 'us-east-1', imageId, name: 'web' }],
    };
    services.deps.state.table(imageBuilderTables.images).put(`us-east-1/${arn}`, record);
    services.ec2.putImage('us-east-1', { imageId, name: 'web', state: 'available', createdMs });
  }

  const input = {
    name: 'keep-two',
    executionRole: 'cleaner',
    resourceType: 'AMI_IMAGE' as const,
    policyDetails: [rule(keepTwo)],
    resourceSelection: { tagMap: { site: 'web' } },
  };

  const imageIds = (): (string | undefined)[] =>
    (services.ec2.operations.DescribeImages(request, {}).Images ?? []).map((one) => one.ImageId);

  it('runs once a day, and takes AMIs and snapshots with the images', async () => {
    for (const number of [1, 2, 3, 4]) build(number);
    const { CreateLifecyclePolicy, DeleteLifecyclePolicy, GetLifecyclePolicy, ListImages } =
      services.imagebuilder.operations;
    const { lifecyclePolicyArn } = CreateLifecyclePolicy(request, input);
    await services.deps.clock.advance(DAY_MS - 1);
    expect(imageIds()).toHaveLength(4);
    await services.deps.clock.advance(3_600_000);
    expect(imageIds()).toEqual(['ami-00000003', 'ami-00000004']);
    const { Snapshots: snapshots } = services.ec2.operations.DescribeSnapshots(request, {});
    expect(snapshots).toHaveLength(2);
    expect(GetLifecyclePolicy(request, { lifecyclePolicyArn }).lifecyclePolicy).toMatchObject({
      ...{ status: 'ENABLED', name: 'keep-two', dateLastRun: expect.any(Date) },
    });
    DeleteLifecyclePolicy(request, { lifecyclePolicyArn });
    build(5);
    await services.deps.clock.advance(2 * DAY_MS);
    expect(imageIds()).toHaveLength(3);
    expect(ListImages(request, {}).imageVersionList).toHaveLength(1);
  });

  it('may be spared: one image goes at once, with AMIs and snapshots, by a role', async () => {
    build(1);
    build(2);
    const { GetImage, StartResourceStateUpdate } = services.imagebuilder.operations;
    const resourceArn = 'arn:aws:imagebuilder:us-east-1:111122223333:image/web/1.0.0/1';
    const deleted = {
      ...{ resourceArn, state: { status: 'DELETED' as const } },
      includeResources: { amis: true, snapshots: true },
    };
    const other = { ...deleted, executionRole: 'nobody' };
    await expect(StartResourceStateUpdate(request, other)).rejects.toThrow('no such role');
    await StartResourceStateUpdate(request, { ...deleted, executionRole: 'cleaner' });
    expect(imageIds()).toEqual(['ami-00000002']);
    expect(services.ec2.operations.DescribeSnapshots(request, {}).Snapshots).toHaveLength(1);
    expect(() => GetImage(request, { imageBuildVersionArn: resourceArn })).toThrow('could not be');
  });

  it('does nothing while it is disabled', async () => {
    for (const number of [1, 2, 3]) build(number);
    const { CreateLifecyclePolicy, UpdateLifecyclePolicy, ListLifecyclePolicies } =
      services.imagebuilder.operations;
    const { lifecyclePolicyArn } = CreateLifecyclePolicy(request, { ...input, status: 'DISABLED' });
    await services.deps.clock.advance(2 * DAY_MS);
    expect(imageIds()).toHaveLength(3);
    UpdateLifecyclePolicy(request, { ...input, lifecyclePolicyArn, status: 'ENABLED' });
    await services.deps.clock.advance(3_600_000);
    expect(imageIds()).toHaveLength(2);
    expect(ListLifecyclePolicies(request, {}).lifecyclePolicySummaryList).toMatchObject([
      { arn: lifecyclePolicyArn, status: 'ENABLED' },
    ]);
  });

  it.each([
    [{ executionRole: 'nobody' }, 'there is no such role'],
    [{ resourceType: 'CONTAINER_IMAGE' as const }, 'is not supported'],
    [{ policyDetails: [{ ...rule(keepTwo), action: { type: 'DISABLE' as const } }] }, 'DISABLE'],
    [{ policyDetails: [rule({ type: 'AGE', value: 3 })] }, 'must have a unit'],
    [{ policyDetails: [rule({ type: 'COUNT', value: 0 })] }, 'between 1 and 1000'],
    [{ policyDetails: [] }, 'policyDetails'],
    [{ resourceSelection: {} }, 'either recipes or a tagMap'],
  ])('with %j is refused', (more, message) => {
    const { CreateLifecyclePolicy } = services.imagebuilder.operations;
    expect(() => CreateLifecyclePolicy(request, { ...input, ...more })).toThrow(message);
  });

  it('is made once by a name', () => {
    const { CreateLifecyclePolicy } = services.imagebuilder.operations;
    CreateLifecyclePolicy(request, input);
    expect(() => CreateLifecyclePolicy(request, input)).toThrow('already exists');
  });
});
