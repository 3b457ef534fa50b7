import type {
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  GetChangeRequest,
  GetChangeResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
  TestDNSAnswerRequest,
  TestDNSAnswerResponse,
} from '@aws-sdk/client-route-53';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import { page } from '../../../kernel/page.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { checkChangeShapes } from './change-shape.ts';
import { applyChanges, type RecordChange } from './check-changes.ts';
import { canonicalName, checkName, escapedName } from './record-name.ts';
import { fromRecordSet, refuseUnsupported, toRecordSet } from './record-shape.ts';
import type { RecordStart } from './record-store.ts';
import type { Route53Store } from '../route53-store.ts';
import { simulatedAsker } from './simulated-asker.ts';

/** ListResourceRecordSets returns at most this many, and the same when it is not told. */
const PAGE_ITEMS_MAX = 300;

export const recordSetOperations = {
  ChangeResourceRecordSets: operation(changeResourceRecordSets),
  ListResourceRecordSets: operation(listResourceRecordSets),
  GetChange: operation(getChange),
  TestDNSAnswer: operation(testDnsAnswer),
};

function changeResourceRecordSets(
  store: Route53Store,
  _context: RequestContext,
  input: ChangeResourceRecordSetsRequest,
): ChangeResourceRecordSetsResponse {
  const zone = store.zone(input.HostedZoneId);
  const inputs = input.ChangeBatch?.Changes ?? [];
  for (const { ResourceRecordSet } of inputs)
    if (ResourceRecordSet !== undefined) refuseUnsupported(ResourceRecordSet);
  checkChangeShapes(inputs);
  const changes = inputs.map((change): RecordChange => {
    const record = toRecordSet(change.ResourceRecordSet ?? { Name: '', Type: 'A' });
    checkName(record.name);
    return { action: change.Action ?? 'UPSERT', record };
  });
  const difference = applyChanges(store.records.view(zone), changes, {
    zone,
    healthCheckExists: (id) => store.healthChecks.get(id) !== undefined,
    aliasTargetExists: store.aliasTargetExists,
  });
  store.changeRecords(zone, difference);
  return { ChangeInfo: store.changes.submit(input.ChangeBatch?.Comment) };
}

function listResourceRecordSets(
  store: Route53Store,
  _context: RequestContext,
  input: ListResourceRecordSetsRequest,
): ListResourceRecordSetsResponse {
  const zone = store.zone(input.HostedZoneId);
  const size = Math.min(input.MaxItems ?? PAGE_ITEMS_MAX, PAGE_ITEMS_MAX);
  const records = store.records.page(zone.id, pageStart(input), size + 1);
  const { items, next } = page(records, { size });
  return {
    ResourceRecordSets: items.map(fromRecordSet),
    IsTruncated: next !== undefined,
    NextRecordName: next && escapedName(next.name),
    NextRecordType: next?.type,
    NextRecordIdentifier: next?.setIdentifier,
    MaxItems: size,
  };
}

function getChange(
  store: Route53Store,
  _context: RequestContext,
  input: GetChangeRequest,
): GetChangeResponse {
  return { ChangeInfo: store.changes.get(input.Id) };
}

async function testDnsAnswer(
  store: Route53Store,
  _context: RequestContext,
  input: TestDNSAnswerRequest,
): Promise<TestDNSAnswerResponse> {
  const zone = store.zone(input.HostedZoneId);
  const type = input.RecordType ?? fail('InvalidInput', "Missing field 'RecordType'");
  const name = canonicalName(input.RecordName ?? '');
  const answer = await store.deps.dataPlane.queryGlobal('testDnsAnswer', {
    hostedZoneId: zone.id,
    name,
    type,
    asker: simulatedAsker(input),
  });
  return {
    Nameserver: zone.nameServers[0],
    RecordName: name,
    RecordType: type,
    RecordData: answer.records,
    ResponseCode: answer.responseCode,
    Protocol: 'UDP',
  };
}

/** Later members have a meaning only after the earlier ones. */
function pageStart(input: ListResourceRecordSetsRequest): RecordStart {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier } = input;
  if (name === undefined && (type !== undefined || StartRecordIdentifier !== undefined))
    fail(
      'InvalidInput',
      'StartRecordName must be specified when StartRecordType or StartRecordIdentifier is',
    );
  return {
    name: name === undefined ? undefined : canonicalName(name),
    type,
    setIdentifier: type === undefined ? undefined : StartRecordIdentifier,
  };
}
