import { AwsError } from '@understudy/wire';
import { uuid } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import { page, positionOf } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { ArcZonalShiftStore } from './arc-zonal-shift-store.ts';
import {
  checkComment,
  checkExpiresIn,
  checkIdentifier,
  invalid,
  required,
} from './check-zonal-shift.ts';
import type { ZonalShiftRecord } from './records.ts';
import type {
  CancelZonalShiftRequest,
  ListZonalShiftsRequest,
  ListZonalShiftsResponse,
  StartZonalShiftRequest,
  UpdateZonalShiftRequest,
  ZonalShift,
} from './shapes.ts';

const PAGE_ITEMS_MAX = 100;
const STATUSES = ['ACTIVE', 'EXPIRED', 'CANCELED'];

export const zonalShiftOperations = {
  StartZonalShift: operation(startZonalShift),
  UpdateZonalShift: operation(updateZonalShift),
  CancelZonalShift: operation(cancelZonalShift),
  ListZonalShifts: operation(listZonalShifts),
};

function startZonalShift(
  store: ArcZonalShiftStore,
  { region }: RequestContext,
  input: StartZonalShiftRequest,
): ZonalShift {
  const arn = checkIdentifier(required(input.resourceIdentifier, 'resourceIdentifier'));
  const awayFrom = required(input.awayFrom, 'awayFrom');
  const lastsMs = checkExpiresIn(required(input.expiresIn, 'expiresIn'));
  const comment = checkComment(required(input.comment, 'comment'));
  const resource = store.resource(region, arn);
  const zone =
    store.collaborators.zones(region).find(({ id }) => id === awayFrom)?.name ??
    invalid('InvalidAz', `There is no Availability Zone '${awayFrom}' in ${region}`);
  if (!resource.zones.includes(zone))
    invalid('UnsupportedAz', `The resource '${arn}' is not in Availability Zone '${awayFrom}'`);
  const [before] = store.active(region, arn);
  if (before !== undefined)
    conflict('ZonalShiftAlreadyExists', before.id, `a zonal shift of '${arn}' is active already`);
  const startedMs = store.deps.clock.nowMs();
  const record: ZonalShiftRecord = {
    id: uuid(store.deps.random),
    ...{ resource: arn, awayFrom, zone, startedMs, comment },
    expiresMs: startedMs + lastsMs,
    isCanceled: false,
  };
  store.put(region, record);
  return shapeOf(store, record);
}

/** A new expiry is counted from now, as the first one was. */
function updateZonalShift(
  store: ArcZonalShiftStore,
  { region }: RequestContext,
  input: UpdateZonalShiftRequest,
): ZonalShift {
  const record = activeOne(store, region, input.zonalShiftId);
  const { expiresIn, comment } = input;
  const next: ZonalShiftRecord = {
    ...record,
    ...(comment !== undefined && { comment: checkComment(comment) }),
    ...(expiresIn !== undefined && {
      expiresMs: store.deps.clock.nowMs() + checkExpiresIn(expiresIn),
    }),
  };
  store.put(region, next);
  return shapeOf(store, next);
}

function cancelZonalShift(
  store: ArcZonalShiftStore,
  { region }: RequestContext,
  input: CancelZonalShiftRequest,
): ZonalShift {
  const record = { ...activeOne(store, region, input.zonalShiftId), isCanceled: true };
  store.put(region, record);
  return shapeOf(store, record);
}

function listZonalShifts(
  store: ArcZonalShiftStore,
  { region }: RequestContext,
  input: ListZonalShiftsRequest,
): ListZonalShiftsResponse {
  const { status, resourceIdentifier: arn } = input;
  if (status !== undefined && !STATUSES.includes(status))
    invalid('InvalidStatus', `status '${status}' is none of ${STATUSES.join(', ')}`);
  const found = store.zonalShifts
    .list(region)
    .filter((one) => status === undefined || store.statusOf(one) === status)
    .filter(({ resource }) => arn === undefined || resource === arn)
    .toSorted((one, other) => other.startedMs - one.startedMs);
  const { items, nextPosition } = page(found, boundsOf(input));
  return {
    items: items.map((record) => ({ ...shapeOf(store, record), shiftType: 'ZONAL_SHIFT' })),
    ...(nextPosition !== undefined && { nextToken: nextPosition }),
  };
}

export function boundsOf(input: {
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}): { start: number; size: number; max: number } {
  const start = positionOf(input.nextToken, (token) =>
    invalid('InvalidToken', `nextToken '${token}' is not one that was given`),
  );
  return { start, size: input.maxResults ?? PAGE_ITEMS_MAX, max: PAGE_ITEMS_MAX };
}

function activeOne(
  store: ArcZonalShiftStore,
  region: string,
  given: string | undefined,
): ZonalShiftRecord {
  const id = required(given, 'zonalShiftId');
  const record = store.zonalShift(region, id);
  if (store.statusOf(record) !== 'ACTIVE')
    conflict('ZonalShiftStatusNotActive', id, `the zonal shift '${id}' is not active`);
  return record;
}

function conflict(reason: string, zonalShiftId: string, message: string): never {
  const detail = { reason, zonalShiftId };
  throw new AwsError({ code: 'ConflictException', message, status: 409, detail });
}

function shapeOf(store: ArcZonalShiftStore, record: ZonalShiftRecord): ZonalShift {
  const { id, resource, awayFrom, comment, startedMs, expiresMs } = record;
  return {
    ...{ zonalShiftId: id, resourceIdentifier: resource, awayFrom, comment },
    startTime: new Date(startedMs),
    expiryTime: new Date(expiresMs),
    status: store.statusOf(record),
  };
}
