import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { ShiftableLoadBalancer } from '../elbv2/elbv2-service.ts';
import type { ArcZonalShiftStore } from './arc-zonal-shift-store.ts';
import { checkIdentifier, required } from './check-zonal-shift.ts';
import type {
  GetManagedResourceRequest,
  ListManagedResourcesRequest,
  ListManagedResourcesResponse,
  ManagedResource,
} from './shapes.ts';
import { boundsOf } from './zonal-shifts.ts';

export const managedResourceOperations = {
  GetManagedResource: operation(getManagedResource),
  ListManagedResources: operation(listManagedResources),
};

function getManagedResource(
  store: ArcZonalShiftStore,
  { region }: RequestContext,
  input: GetManagedResourceRequest,
): ManagedResource {
  const arn = checkIdentifier(required(input.resourceIdentifier, 'resourceIdentifier'));
  return shapeOf(store, region, store.resource(region, arn));
}

function listManagedResources(
  store: ArcZonalShiftStore,
  { region }: RequestContext,
  input: ListManagedResourcesRequest,
): ListManagedResourcesResponse {
  const { items, nextPosition } = page(store.collaborators.loadBalancers(region), boundsOf(input));
  return {
    items: items.map((resource) => ({
      ...shapeOf(store, region, resource),
      availabilityZones: zoneIds(store, region, resource),
    })),
    ...(nextPosition !== undefined && { nextToken: nextPosition }),
  };
}

function shapeOf(
  store: ArcZonalShiftStore,
  region: string,
  resource: ShiftableLoadBalancer,
): ManagedResource {
  const { arn, name } = resource;
  const active = store.active(region, arn);
  const isAway = (id: string): boolean => active.some(({ awayFrom }) => awayFrom === id);
  const weights = zoneIds(store, region, resource).map((id) => [id, isAway(id) ? 0 : 1] as const);
  return {
    ...{ arn, name, autoshifts: [], zonalAutoshiftStatus: 'DISABLED' },
    appliedWeights: Object.fromEntries(weights),
    zonalShifts: active.map(({ id, awayFrom, comment, startedMs, expiresMs }) => ({
      ...{ appliedStatus: 'APPLIED', shiftType: 'ZONAL_SHIFT' },
      ...{ zonalShiftId: id, resourceIdentifier: arn, awayFrom, comment },
      startTime: new Date(startedMs),
      expiryTime: new Date(expiresMs),
    })),
  };
}

function zoneIds(
  store: ArcZonalShiftStore,
  region: string,
  { zones }: ShiftableLoadBalancer,
): string[] {
  const known = store.collaborators.zones(region);
  return zones.flatMap((zone) => known.find(({ name }) => name === zone)?.id ?? []);
}
