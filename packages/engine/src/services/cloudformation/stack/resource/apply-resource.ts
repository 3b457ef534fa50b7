import { errorText, type JsonObject } from '@understudy/contract';
import type { ResourcePolicies } from '../../../../kernel/resource-policies.ts';
import type { ResourceHandler } from '../../../../kernel/resource.ts';
import { sharedName } from '../../schema/custom-name.ts';
import { changedProperties, needsReplacement } from '../../schema/replacement.ts';
import { problemsText } from '../../schema/validate.ts';
import { sameValue } from '../../template/values.ts';
import { checkResource } from './check-resource.ts';
import type { Deployment, ResourceLookup } from '../deployment.ts';
import type { PhysicalResource, ResourceRecord } from '../records.ts';
import { replacesGroup } from './replaces-group.ts';
import { attributesOf, type ResourceJournal } from './resource-journal.ts';
import type { RunSignals } from '../flows/run-signals.ts';
import { TimedOut } from './wait-for.ts';

const REPLACEMENT_REASON =
  'Requested update requires the creation of a new physical resource; hence creating one.';

interface Application {
  journal: ResourceJournal;
  deployment: Deployment;
  run: RunSignals;
  logicalId: string;
  handler: ResourceHandler;
  properties: JsonObject;
  /** For events: without secrets. */
  shown: JsonObject;
  policies: ResourcePolicies;
}

/**
 * Brings one resource to the deployment's state: creates, updates, replaces or leaves it. True when
 * it is there.
 */
export async function applyResource(
  options: Pick<Application, 'journal' | 'deployment' | 'run' | 'logicalId'>,
): Promise<boolean> {
  const { journal, deployment, run, logicalId } = options;
  const verb = verbOf(journal.record(logicalId));
  try {
    const lookup: ResourceLookup = (id) => journal.record(id)?.current;
    const raw = deployment.properties(logicalId, lookup);
    const handler = journal.handler(deployment.definitionOf(logicalId).type);
    const { properties, problems } = checkResource(handler, raw);
    if (problems.length > 0) throw new Error(problemsText(logicalId, problems));
    const shown = deployment.shownProperties(logicalId, lookup, properties);
    const policies = deployment.policies(logicalId, lookup);
    await journal.together(() =>
      applyProperties({ ...options, handler, properties, shown, policies }),
    );
    return true;
  } catch (error) {
    // The engine is going down: the record stays as it is, for the next start to find.
    if (run.stopping()) return false;
    const cancelled = run.signal.aborted && !(error instanceof TimedOut);
    const reason = cancelled ? cancellation(verb) : errorText(error);
    failResource({ journal, deployment, logicalId, reason });
    return false;
  }
}

/** Writes down that a resource failed, with the event that begins its story where it had none. */
export function failResource(options: {
  journal: ResourceJournal;
  deployment: Deployment;
  logicalId: string;
  reason: string;
}): void {
  const { journal, deployment, logicalId, reason } = options;
  const existing = journal.record(logicalId);
  const verb = verbOf(existing);
  const record = existing ?? journal.newRecord(logicalId, deployment);
  if (existing?.status.endsWith('_IN_PROGRESS') !== true)
    journal.report(record, `${verb}_IN_PROGRESS`);
  journal.report(record, `${verb}_FAILED`, { reason });
}

export function cancellation(verb: 'CREATE' | 'UPDATE'): string {
  return verb === 'CREATE' ? 'Resource creation cancelled' : 'Resource update cancelled';
}

/** A resource that was never whole is being created; any other is being updated. */
export function verbOf(record: ResourceRecord | undefined): 'CREATE' | 'UPDATE' {
  if (record === undefined || record.status.startsWith('CREATE_FAILED')) return 'CREATE';
  if (record.status === 'CREATE_IN_PROGRESS') return 'CREATE';
  return record.current === undefined && typeof record.before !== 'object' ? 'CREATE' : 'UPDATE';
}

async function applyProperties(application: Application): Promise<void> {
  const { journal, deployment, logicalId, properties } = application;
  const existing = journal.record(logicalId);
  const current = existing?.current;
  if (existing === undefined || current === undefined || verbOf(existing) === 'CREATE')
    return create(application, existing);
  const changed = changedProperties(current.type, current.properties, properties);
  if (needsReplacement(changed)) {
    const name = sharedName(current.type, current.properties, properties);
    if (name !== undefined) throw new Error(mustBeRenamed(name));
  }
  if (needsReplacement(changed) || replacesGroup(application.policies, changed))
    return create(application, existing);
  const attributes = attributesOf(logicalId, deployment);
  const record = { ...existing, ...attributes };
  const failedBefore = existing.status.endsWith('_FAILED');
  if (changed.length > 0 || failedBefore) return update(application, record, current);
  const { dependencies: _old, ...oldAttributes } = existing;
  const { dependencies: _new, ...newAttributes } = attributes;
  if (sameValue({ ...oldAttributes, ...newAttributes }, oldAttributes)) journal.put(record);
  else journal.report(record, 'UPDATE_COMPLETE');
}

/** https://github.com/honerlaw/serverless-fargate-plugin/issues/19 */
function mustBeRenamed(name: string): string {
  return `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`;
}

/** A first creation, or a replacement: the old one stays until the update's clean-up. */
async function create(application: Application, existing?: ResourceRecord): Promise<void> {
  const { journal, deployment, logicalId, handler, properties, shown, policies, run } = application;
  const verb = verbOf(existing);
  const record: ResourceRecord = {
    ...journal.newRecord(logicalId, deployment),
    ...leftBehind(existing),
  };
  const replaced = verb === 'UPDATE' ? existing?.current : undefined;
  journal.event(record, replaced, `${verb}_IN_PROGRESS`, {
    reason: replaced === undefined ? undefined : REPLACEMENT_REASON,
    properties: shown,
  });
  record.status = `${verb}_IN_PROGRESS`;
  journal.put(record);
  const identified = (physicalId: string): void => {
    if (record.current?.physicalId === physicalId) return;
    record.current = { type: handler.type, physicalId, attributes: {}, properties };
    journal.report(record, `${verb}_IN_PROGRESS`, {
      reason: 'Resource creation Initiated',
      properties: shown,
    });
  };
  const result = await journal.call(record, { run, policies, identified }, (context) =>
    handler.create(properties, context),
  );
  identified(result.physicalId);
  record.current = { type: handler.type, ...result, properties };
  journal.report(record, `${verb}_COMPLETE`, { properties: shown });
}

/**
 * What a rollback goes back to, and what the clean-up removes, once a new physical resource takes
 * over.
 */
function leftBehind(
  existing: ResourceRecord | undefined,
): Pick<ResourceRecord, 'before' | 'garbage'> {
  const current = existing?.current;
  const before = existing?.before ?? current ?? 'absent';
  const isBefore = typeof before === 'object' && before.physicalId === current?.physicalId;
  const garbage = [
    ...(existing?.garbage ?? []),
    ...(current === undefined || isBefore ? [] : [current]),
  ];
  return garbage.length > 0 ? { before, garbage } : { before };
}

async function update(
  { journal, handler, properties, shown, policies, run }: Application,
  record: ResourceRecord,
  current: PhysicalResource,
): Promise<void> {
  record.before ??= current;
  // The attempt is on record before it is made: a rollback puts back what may have been applied.
  record.current = { ...current, properties };
  journal.report(record, 'UPDATE_IN_PROGRESS', { properties: shown });
  const result = await journal.call(record, { run, policies }, (context) =>
    handler.update(properties, current.properties, current.physicalId, context),
  );
  record.current = { type: handler.type, ...result, properties };
  journal.report(record, 'UPDATE_COMPLETE', { properties: shown });
}
