/**
 * The service's model (2022-10-30) in the form in which an SDK client exports its schemas, which is
 * what the codec reads: no client of this service is among the dependencies. Operations that the
 * engine does not have are here by name and address, so that they are refused by name.
 *
 * A structure is `[3, namespace, name, traits, members, their schemas, how many are required]`, an
 * operation `[9, namespace, name, traits, input, output]`, an error `[-3, …]`.
 */
const NAMESPACE = 'com.amazonaws.arczonalshift';
const [STRUCTURE, ERROR, OPERATION, LIST, MAP] = [3, -3, 9, 1, 2];
const [STRING, NUMBER, TIMESTAMP] = [0, 1, 4];

const label = [STRING, { httpLabel: 1 }];
const query = (name: string, kind = STRING) => [kind, { httpQuery: name }];

/** Of a structure: its members and their schemas, those that are required first. */
function structure(name: string, required: object, optional: object = {}) {
  const members = { ...required, ...optional };
  const count = Object.keys(required).length;
  return [STRUCTURE, NAMESPACE, name, 0, Object.keys(members), Object.values(members), count];
}

function list(name: string, of: () => unknown) {
  return [LIST, NAMESPACE, name, 0, of];
}

function operation(
  name: string,
  http: readonly [method: string, uri: string, status: number],
  input: unknown,
  output: unknown,
) {
  return [OPERATION, NAMESPACE, name, { http }, () => input, () => output];
}

function error(name: string, httpError: number, members: readonly string[]) {
  const side = httpError < 500 ? 'client' : 'server';
  const traits = { error: side, httpError };
  return [ERROR, NAMESPACE, name, traits, members, members.map(() => STRING)];
}

const shiftMembers = {
  zonalShiftId: STRING,
  resourceIdentifier: STRING,
  awayFrom: STRING,
  expiryTime: TIMESTAMP,
  startTime: TIMESTAMP,
};
const ZonalShift = structure('ZonalShift', { ...shiftMembers, status: STRING, comment: STRING });
const ZonalShiftSummary = structure(
  'ZonalShiftSummary',
  { ...shiftMembers, status: STRING, comment: STRING },
  { shiftType: STRING },
);
const ZonalShiftInResource = structure(
  'ZonalShiftInResource',
  { appliedStatus: STRING, ...shiftMembers, comment: STRING },
  { shiftType: STRING },
);
const AutoshiftInResource = structure('AutoshiftInResource', {
  ...{ appliedStatus: STRING, awayFrom: STRING, startTime: TIMESTAMP },
});
const Weights = [MAP, NAMESPACE, 'AppliedWeights', 0, STRING, NUMBER];
const ZonalShifts = list('ZonalShiftsInResource', () => ZonalShiftInResource);
const Autoshifts = list('AutoshiftsInResource', () => AutoshiftInResource);
const resourceMembers = {
  ...{ arn: STRING, name: STRING, autoshifts: () => Autoshifts, zonalAutoshiftStatus: STRING },
};
const weightMembers = { appliedWeights: () => Weights, zonalShifts: () => ZonalShifts };
const ManagedResourceSummary = structure(
  'ManagedResourceSummary',
  { availabilityZones: () => list('AvailabilityZones', () => STRING) },
  { ...resourceMembers, ...weightMembers },
);

const pageMembers = { nextToken: query('nextToken'), maxResults: query('maxResults', NUMBER) };

const StartZonalShift = operation(
  'StartZonalShift',
  ['POST', '/zonalshifts', 201],
  structure('StartZonalShiftRequest', {
    ...{ resourceIdentifier: STRING, awayFrom: STRING, expiresIn: STRING, comment: STRING },
  }),
  ZonalShift,
);
const UpdateZonalShift = operation(
  'UpdateZonalShift',
  ['PATCH', '/zonalshifts/{zonalShiftId}', 200],
  structure(
    'UpdateZonalShiftRequest',
    { zonalShiftId: label },
    { comment: STRING, expiresIn: STRING },
  ),
  ZonalShift,
);
const CancelZonalShift = operation(
  'CancelZonalShift',
  ['DELETE', '/zonalshifts/{zonalShiftId}', 200],
  structure('CancelZonalShiftRequest', { zonalShiftId: label }),
  ZonalShift,
);
const ListZonalShifts = operation(
  'ListZonalShifts',
  ['GET', '/zonalshifts', 200],
  structure(
    'ListZonalShiftsRequest',
    {},
    {
      ...pageMembers,
      status: query('status'),
      resourceIdentifier: query('resourceIdentifier'),
    },
  ),
  structure(
    'ListZonalShiftsResponse',
    {},
    { items: () => list('ZonalShiftSummaries', () => ZonalShiftSummary), nextToken: STRING },
  ),
);
const GetManagedResource = operation(
  'GetManagedResource',
  ['GET', '/managedresources/{resourceIdentifier}', 200],
  structure('GetManagedResourceRequest', { resourceIdentifier: label }),
  structure('GetManagedResourceResponse', weightMembers, resourceMembers),
);
const ListManagedResources = operation(
  'ListManagedResources',
  ['GET', '/managedresources', 200],
  structure('ListManagedResourcesRequest', {}, pageMembers),
  structure(
    'ListManagedResourcesResponse',
    { items: () => list('ManagedResourceSummaries', () => ManagedResourceSummary) },
    { nextToken: STRING },
  ),
);

/** Zonal autoshift and its practice runs, which nobody here starts. */
const ABSENT: readonly (readonly [name: string, method: string, uri: string])[] = [
  ['CancelPracticeRun', 'DELETE', '/practiceruns/{zonalShiftId}'],
  ['CreatePracticeRunConfiguration', 'POST', '/configuration'],
  ['DeletePracticeRunConfiguration', 'DELETE', '/configuration/{resourceIdentifier}'],
  ['GetAutoshiftObserverNotificationStatus', 'GET', '/autoshift-observer-notification'],
  ['ListAutoshifts', 'GET', '/autoshifts'],
  ['StartPracticeRun', 'POST', '/practiceruns'],
  ['UpdateAutoshiftObserverNotificationStatus', 'PUT', '/autoshift-observer-notification'],
  ['UpdatePracticeRunConfiguration', 'PATCH', '/configuration/{resourceIdentifier}'],
  ['UpdateZonalAutoshiftConfiguration', 'PUT', '/managedresources/{resourceIdentifier}'],
];

const absent = ABSENT.map(([name, method, uri]) => {
  const labels = [...uri.matchAll(/\{(\w+)\}/g)].map(([, member = '']) => [member, label]);
  const input = structure(`${name}Request`, Object.fromEntries(labels) as object);
  return [name, operation(name, [method, uri, 200], input, structure(`${name}Response`, {}))];
});

const withReason = ['message', 'reason'];

/** By name, as a client's module has them. */
export const SCHEMAS: Readonly<Record<string, unknown>> = {
  ...{ StartZonalShift, UpdateZonalShift, CancelZonalShift, ListZonalShifts },
  ...{ GetManagedResource, ListManagedResources },
  ...(Object.fromEntries(absent) as Record<string, unknown>),
  AccessDeniedException: error('AccessDeniedException', 403, ['message']),
  ConflictException: error('ConflictException', 409, [...withReason, 'zonalShiftId']),
  InternalServerException: error('InternalServerException', 500, ['message']),
  ResourceNotFoundException: error('ResourceNotFoundException', 404, ['message']),
  ThrottlingException: error('ThrottlingException', 429, ['message']),
  ValidationException: error('ValidationException', 400, withReason),
};
