import type { AssemblyStack } from '@understudy/site';
import { describe, expect, test } from 'vitest';
import { stubAws } from '../../stub-aws.fixture.ts';
import { replicateBack, withReplication } from './replicate-back.ts';

const SITE = {
  ...{ name: 'shop', primary: 'eu-west-1', standby: 'us-east-1' },
  data: { bucket: false },
};
const WITH_DATA = { ...SITE, data: { bucket: true } };

const stackOf = (name: string, region: string): AssemblyStack => ({
  ...{ name, region, account: '111122223333', templateFile: 'none.json', templateUrl: undefined },
  ...{ tags: {}, dependsOn: [], files: [] },
});
const STACKS = [
  stackOf('shop-zone', 'us-east-1'),
  stackOf('shop-us-east-1', 'us-east-1'),
  stackOf('shop-eu-west-1', 'eu-west-1'),
];

/** CloudFormation with the primary's stack in this status, and the standby's told so. */
function cloudformation(status: string, told: string, output = 'AssetBucket') {
  return stubAws(({ body }) => {
    const [, name = ''] = /StackName=([^&]*)/.exec(body) ?? [];
    const parameter = `<member><ParameterKey>ReplicateBack</ParameterKey><ParameterValue>${told}</ParameterValue></member>`;
    return {
      body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><Parameters>${parameter}</Parameters><Outputs><member><OutputKey>${output}</OutputKey><OutputValue>b</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    };
  });
}

describe('the standby replicates back', () => {
  test.each([
    ['UPDATE_COMPLETE', 'true'],
    ['CREATE_IN_PROGRESS', 'false'],
    ['ROLLBACK_COMPLETE', 'false'],
  ])('from the start where the primary is %s: %s', async (status, expected) => {
    await cloudformation(status, 'false');
    const stacks = await withReplication(STACKS, SITE);
    expect(stacks.map(({ parameters }) => parameters)).toEqual([
      undefined,
      { ReplicateBack: expected },
      undefined,
    ]);
  });

  test.each([
    ['has none yet', 'AssetBucket', 'false'],
    ['has its own', 'DataBucket', 'true'],
  ])('data too, where the primary %s', async (_, output, expected) => {
    await cloudformation('UPDATE_COMPLETE', 'true', output);
    const stacks = await withReplication(STACKS, WITH_DATA);
    expect(stacks[1]?.parameters).toEqual({ ReplicateBack: 'true', ReplicateDataBack: expected });
  });

  test('data by an update, where static files do already', async () => {
    const calls = await cloudformation('UPDATE_COMPLETE', 'true');
    const context = { report: () => undefined, pollWallMs: 1, monitoringMinutes: 0 };
    await replicateBack(STACKS, WITH_DATA, context).catch(() => undefined);
    expect(calls.length).toBeGreaterThan(1);
  });

  test('without an update, where it does already', async () => {
    const calls = await cloudformation('UPDATE_COMPLETE', 'true');
    await replicateBack(STACKS, SITE, {
      report: () => undefined,
      pollWallMs: 1,
      monitoringMinutes: 0,
    });
    expect(calls.map(({ body }) => /Action=(\w+)/.exec(body)?.[1])).toEqual(['DescribeStacks']);
  });

  test('by an update, where it does not yet', async () => {
    await cloudformation('UPDATE_COMPLETE', 'false');
    const deployed = replicateBack(STACKS, SITE, {
      report: () => undefined,
      pollWallMs: 1,
      monitoringMinutes: 0,
    });
    await expect(deployed).rejects.toThrow(/none\.json/); // the template is read to be sent
  });
});
