/**
 * What the operations take and give, as the service's model has it (2022-10-30). The model is in
 * `schemas.ts`; these are its types.
 */

export type ZonalShiftStatus = 'ACTIVE' | 'CANCELED' | 'EXPIRED';

export interface StartZonalShiftRequest {
  resourceIdentifier?: string | undefined;
  awayFrom?: string | undefined;
  expiresIn?: string | undefined;
  comment?: string | undefined;
}

export interface UpdateZonalShiftRequest {
  zonalShiftId?: string | undefined;
  comment?: string | undefined;
  expiresIn?: string | undefined;
}

export interface CancelZonalShiftRequest {
  zonalShiftId?: string | undefined;
}

export interface ZonalShift {
  zonalShiftId: string;
  resourceIdentifier: string;
  awayFrom: string;
  expiryTime: Date;
  startTime: Date;
  status: ZonalShiftStatus;
  comment: string;
}

export interface ZonalShiftSummary extends ZonalShift {
  shiftType: 'ZONAL_SHIFT';
}

export interface ZonalShiftInResource extends Omit<ZonalShift, 'status'> {
  appliedStatus: 'APPLIED' | 'NOT_APPLIED';
  shiftType: 'ZONAL_SHIFT';
}

export interface ListZonalShiftsRequest {
  nextToken?: string | undefined;
  status?: string | undefined;
  maxResults?: number | undefined;
  resourceIdentifier?: string | undefined;
}

export interface ListZonalShiftsResponse {
  items: ZonalShiftSummary[];
  nextToken?: string;
}

export interface ManagedResource {
  arn: string;
  name: string;
  /** By zone id: 1 where it is active, 0 where traffic is shifted away. */
  appliedWeights: Record<string, number>;
  zonalShifts: ZonalShiftInResource[];
  autoshifts: never[];
  zonalAutoshiftStatus: 'DISABLED';
}

export interface GetManagedResourceRequest {
  resourceIdentifier?: string | undefined;
}

export interface ListManagedResourcesRequest {
  nextToken?: string | undefined;
  maxResults?: number | undefined;
}

export interface ListManagedResourcesResponse {
  items: (ManagedResource & { availabilityZones: string[] })[];
  nextToken?: string;
}
