import { UnderstudyError } from '@understudy/contract';
import { describe, expect, it } from 'vitest';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { anInstance, regionalServices } from '../../../resources/testing/regional.ts';

const request = testRequest('us-east-1');

describe('instances', () => {
  it('are described as the region knows them, by state and tag', async () => {
    const { ec2, fleet } = regionalServices();
    fleet.instances = () => [
      { ...anInstance('i-1'), tags: [{ key: 'Name', value: 'web' }] },
      { ...anInstance('i-2'), lifecycleState: 'Terminating' },
    ];
    const { Reservations: found } = await ec2.operations.DescribeInstances(request, {
      Filters: [{ Name: 'instance-state-name', Values: ['running'] }],
    });
    expect(found?.flatMap((reservation) => reservation.Instances)).toMatchObject([
      { InstanceId: 'i-1', State: { Code: 16, Name: 'running' }, PrivateIpAddress: '10.0.2.10' },
    ]);
    await expect(
      ec2.operations.DescribeInstances(request, { InstanceIds: ['i-00000009'] }),
    ).rejects.toMatchObject({ code: 'InvalidInstanceID.NotFound' });
  });

  it('show what their program wrote as console output', async () => {
    const { ec2, fleet } = regionalServices();
    fleet.output = ['listening on 80', 'bye'];
    const { Output: output } = await ec2.operations.GetConsoleOutput(request, {
      InstanceId: 'i-00000001',
    });
    expect(Buffer.from(output ?? '', 'base64').toString()).toBe('listening on 80\nbye');
  });

  it('of a lost region answer ServiceUnavailable', async () => {
    const { deps, ec2 } = regionalServices();
    deps.dataPlane.answers['describeInstances'] = () => {
      throw new UnderstudyError('RegionUnavailable', { message: 'us-east-1 is lost' });
    };
    await expect(ec2.operations.DescribeInstances(request, {})).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      status: 503,
    });
  });
});
