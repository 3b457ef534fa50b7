import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@understudy/contract/testing';
import { beforeEach, expect, test } from 'vitest';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import {
  anInstance,
  regionalServices,
  type RegionalServices,
} from '../../../resources/testing/regional.ts';

const request = testRequest('us-east-1');
const ImageId = 'ami-0123456789abcdef0';
let services: RegionalServices;
let directory: string;

beforeEach(() => {
  services = regionalServices();
  directory = mkdtempSync(join(tmpdir(), 'understudy-image-'));
  const image = { imageId: ImageId, name: 'web', state: 'available' as const, createdMs: 0 };
  services.ec2.putImage('us-east-1', { ...image, directory }, { site: 'web' });
});

function snapshotId(): string {
  const { Snapshots: snapshots } = services.ec2.operations.DescribeSnapshots(request, {
    Filters: [{ Name: 'tag:site', Values: ['web'] }],
  });
  return snapshots?.[0]?.SnapshotId ?? '';
}

test('a snapshot goes with its image where that is asked for, or afterwards', async () => {
  const { DeleteSnapshot, DeregisterImage, DescribeImages } = services.ec2.operations;
  const SnapshotId = snapshotId();
  const { Images: images } = DescribeImages(request, {});
  expect(images).toMatchObject([{ ImageId, BlockDeviceMappings: [{ Ebs: { SnapshotId } }] }]);
  expect(() => DeleteSnapshot(request, { SnapshotId })).toThrow(
    `The snapshot ${SnapshotId} is currently in use by ${ImageId}`,
  );
  expect(await DeregisterImage(request, { ImageId })).toMatchObject({ DeleteSnapshotResults: [] });
  expect(snapshotId()).toBe(SnapshotId);
  DeleteSnapshot(request, { SnapshotId });
  expect(() => DeleteSnapshot(request, { SnapshotId })).toThrow('does not exist');

  services.ec2.putImage('us-east-1', {
    imageId: ImageId,
    name: 'web',
    state: 'available',
    createdMs: 0,
  });
  const input = { ImageId, DeleteAssociatedSnapshots: true };
  const { DeleteSnapshotResults: results } = await DeregisterImage(request, input);
  expect(results).toMatchObject([{ ReturnCode: 'success' }]);
  expect(services.ec2.operations.DescribeSnapshots(request, {}).Snapshots).toEqual([]);
});

test('the folder of a deregistered image stays until nothing runs in it', async () => {
  const { DeregisterImage, DescribeImages } = services.ec2.operations;
  let running = [{ ...anInstance('i-1'), imageId: ImageId, launchedMs: 5_000 }];
  services.fleet.instances = () => running;
  await DeregisterImage(request, { ImageId });
  expect(DescribeImages(request, {}).Images).toEqual([]);
  expect(services.ec2.images('us-east-1')).toEqual([]);
  expect(existsSync(directory)).toBe(true);
  running = [];
  tellInstance('terminated');
  await until(() => !existsSync(directory), { withinMs: 5_000, what: 'the folder to be removed' });
});

test('what is deregistered launches no more, also where a template names it', async () => {
  services.ec2.operations.CreateLaunchTemplate(request, {
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId },
  });
  await services.ec2.operations.DeregisterImage(request, { ImageId });
  // Not among what can be launched: the region answers that it does not exist.
  expect(services.ec2.images('us-east-1')).toEqual([]);
  expect(existsSync(directory)).toBe(false);
});

test('an image tells when it was last launched', async () => {
  services.fleet.instances = () => [{ ...anInstance('i-1'), imageId: ImageId, launchedMs: 5_000 }];
  tellInstance('in-service');
  const told = (): string | undefined =>
    services.ec2.operations.DescribeImages(request, {}).Images?.[0]?.LastLaunchedTime;
  await until(() => told() !== undefined, { withinMs: 5_000, what: 'the launch to be seen' });
  expect(told()).toBe('1970-01-01T00:00:05.000Z');
});

function tellInstance(state: 'in-service' | 'terminated'): void {
  services.deps.dataPlane.emit({
    ...{ sequence: 1, awsMs: 0, wallMs: 0, source: 'us-east-1' },
    body: { type: 'instance', group: 'web', instanceId: 'i-1', state, reason: '' },
  });
}

test('all images that are missing are named', () => {
  const [one, two] = ['ami-00000001', 'ami-00000002'];
  const ask =
    (...ImageIds: string[]) =>
    (): unknown =>
      services.ec2.operations.DescribeImages(request, { ImageIds });
  expect(ask(one, ImageId)).toThrow(`The image id '[${one}]' does not exist`);
  expect(ask(one, ImageId, two)).toThrow(`The image ids '[${one}, ${two}]' do not exist`);
});
