import { spawnSync } from 'node:child_process';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { VirtualClock } from '@understudy/contract/testing';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { KEY, startEndpoint } from '../../endpoint/endpoint.fixture.ts';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testDeps, testRequest, type TestDeps } from '../../kernel/kernel.fixture.ts';
import { zonesOf } from '../ec2/regions.ts';
import { ArcZonalShiftService } from './arc-zonal-shift-service.ts';

const request = testRequest('us-east-1');
const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/site/0123';
const START = { resourceIdentifier: ARN, awayFrom: 'use1-az1', expiresIn: '2h', comment: 'a' };
let deps: TestDeps;
let clock: VirtualClock;
let service: ArcZonalShiftService;

beforeEach(() => {
  clock = new VirtualClock();
  deps = testDeps({ clock });
  service = new ArcZonalShiftService(deps, {
    loadBalancers: (region) =>
      region === 'us-east-1'
        ? [{ arn: ARN, name: 'site', zones: ['us-east-1a', 'us-east-1b'] }]
        : [],
    zones: zonesOf,
  });
});

const start = (more: object = {}) =>
  service.operations.StartZonalShift(request, { ...START, ...more });
const statuses = (input: object = {}) =>
  service.operations.ListZonalShifts(request, input).items.map(({ status }) => status);

describe('a zonal shift', () => {
  it('is told to the data plane until it expires, by AWS time', async () => {
    const began = clock.nowMs();
    const changes = deps.dataPlane.changes;
    const shift = start();
    expect(shift).toMatchObject({ status: 'ACTIVE', awayFrom: 'use1-az1', comment: 'a' });
    expect(shift.expiryTime.getTime()).toBe(began + 2 * 3_600_000);
    expect(deps.dataPlane.changes).toBe(changes + 1);
    const told = [{ zone: 'us-east-1a', untilMs: began + 2 * 3_600_000 }];
    expect(service.zonalShifts('us-east-1', ARN)).toEqual(told);
    await clock.advance(2 * 3_600_000 - 1);
    expect(statuses({ status: 'ACTIVE' })).toHaveLength(1);
    await clock.advance(1);
    expect(statuses()).toEqual(['EXPIRED']);
    expect(service.zonalShifts('us-east-1', ARN)).toEqual([]);
  });

  it('is updated and cancelled while it is active, and not afterwards', async () => {
    const { zonalShiftId } = start();
    await clock.advance(3_600_000);
    const updated = service.operations.UpdateZonalShift(request, {
      ...{ zonalShiftId, expiresIn: '90m', comment: 'longer' },
    });
    expect(updated.expiryTime.getTime()).toBe(clock.nowMs() + 90 * 60_000);
    expect(updated.comment).toBe('longer');
    const cancel = () => service.operations.CancelZonalShift(request, { zonalShiftId });
    expect(cancel().status).toBe('CANCELED');
    expect(service.zonalShifts('us-east-1', ARN)).toEqual([]);
    expect(errorOf(cancel)).toEqual(['ConflictException', 'ZonalShiftStatusNotActive', 409]);
    expect(start().status).toBe('ACTIVE');
    expect(statuses()).toEqual(['ACTIVE', 'CANCELED']);
    expect(statuses({ status: 'CANCELED', resourceIdentifier: ARN })).toEqual(['CANCELED']);
  });

  it('is the only one of its load balancer', () => {
    start();
    expect(errorOf(() => start({ awayFrom: 'use1-az2' }))).toEqual([
      ...['ConflictException', 'ZonalShiftAlreadyExists', 409],
    ]);
  });

  test.each([
    [{ expiresIn: '0m' }, 'InvalidExpiresIn'],
    [{ expiresIn: '73h' }, 'InvalidExpiresIn'],
    [{ expiresIn: '4321m' }, 'InvalidExpiresIn'],
    [{ expiresIn: '1d' }, 'InvalidExpiresIn'],
    [{ awayFrom: 'us-east-1a' }, 'InvalidAz'],
    [{ awayFrom: 'use1-az3' }, 'UnsupportedAz'],
    [{ resourceIdentifier: 'site' }, 'InvalidResourceIdentifier'],
    [{ comment: 'x'.repeat(129) }, 'MissingValue'],
  ])('%j is refused: %s', (more, reason) => {
    expect(errorOf(() => start(more))).toEqual(['ValidationException', reason, 400]);
    expect(statuses()).toEqual([]);
  });

  it('of what is no managed resource is refused, in its region only', () => {
    const seoul = testRequest('ap-northeast-2');
    const elsewhere = () => service.operations.StartZonalShift(seoul, START);
    expect(codeAndMessage(elsewhere).code).toBe('ResourceNotFoundException');
    const other = { resourceIdentifier: ARN.replace('site', 'other') };
    expect(codeAndMessage(() => start(other)).code).toBe('ResourceNotFoundException');
  });
});

test('a managed resource has the weights of its zones, and what is shifted', () => {
  const { zonalShiftId } = start();
  const resource = service.operations.GetManagedResource(request, { resourceIdentifier: ARN });
  expect(resource).toMatchObject({
    appliedWeights: { 'use1-az1': 0, 'use1-az2': 1 },
    zonalShifts: [{ zonalShiftId, appliedStatus: 'APPLIED', shiftType: 'ZONAL_SHIFT' }],
  });
  expect(service.operations.ListManagedResources(request, {}).items).toEqual([
    { ...resource, availabilityZones: ['use1-az1', 'use1-az2'] },
  ]);
});

test('lists come in pages', () => {
  for (let index = 0; index < 3; index += 1)
    service.operations.CancelZonalShift(request, { zonalShiftId: start().zonalShiftId });
  const first = service.operations.ListZonalShifts(request, { maxResults: 2 });
  expect(first.items).toHaveLength(2);
  const { nextToken } = first;
  expect(service.operations.ListZonalShifts(request, { nextToken }).items).toHaveLength(1);
  const strange = () => service.operations.ListZonalShifts(request, { nextToken: 'x' });
  expect(errorOf(strange)).toEqual(['ValidationException', 'InvalidToken', 400]);
});

const hasCli = spawnSync('aws', ['--version']).error === undefined;

/** The schemas are this folder's own: AWS's model, as its CLI has it, is what they are held to. */
describe.skipIf(!hasCli)('the AWS CLI', () => {
  it('starts, lists and cancels a shift, and is told of what is refused', async () => {
    await using endpoint = await startEndpoint({ services: [service] });
    const aws = (...words: string[]) => runCli(endpoint.origin, words);
    const started = await aws(
      ...['start-zonal-shift', '--resource-identifier', ARN, '--away-from', 'use1-az2'],
      ...['--expires-in', '30m', '--comment', 'by hand'],
    );
    const shift = JSON.parse(started.stdout) as { zonalShiftId: string; status: string };
    expect(shift).toMatchObject({ status: 'ACTIVE', awayFrom: 'use1-az2' });
    const [resource, listed, refused, absent] = await Promise.all([
      aws('get-managed-resource', '--resource-identifier', ARN),
      aws('list-zonal-shifts', '--status', 'ACTIVE', '--max-items', '5'),
      aws('update-zonal-shift', '--zonal-shift-id', 'absent', '--comment', 'x'),
      aws('list-autoshifts'),
    ]);
    expect(JSON.parse(resource.stdout)).toMatchObject({
      appliedWeights: { 'use1-az1': 1, 'use1-az2': 0 },
    });
    expect(JSON.parse(listed.stdout)).toMatchObject({
      items: [{ zonalShiftId: shift.zonalShiftId, comment: 'by hand' }],
    });
    expect(refused.stderr).toMatch(/\(ResourceNotFoundException\) when calling/);
    expect(absent.stderr).toMatch(/\(NotImplemented\).*ListAutoshifts/s);
    const cancelled = await aws('cancel-zonal-shift', '--zonal-shift-id', shift.zonalShiftId);
    expect(JSON.parse(cancelled.stdout)).toMatchObject({ status: 'CANCELED' });
  }, 30_000);
});

function errorOf(attempt: () => unknown): unknown[] {
  try {
    attempt();
    return [];
  } catch (error) {
    const { code, status, detail } = error as {
      code: string;
      status: number;
      detail: { reason?: string };
    };
    return [code, detail.reason, status];
  }
}

async function runCli(
  origin: string,
  words: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: origin,
    AWS_ACCESS_KEY_ID: KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
  };
  const all = ['--output', 'json', 'arc-zonal-shift', ...words];
  try {
    return await promisify(execFile)('aws', all, { env });
  } catch (error) {
    return error as { stdout: string; stderr: string };
  }
}
