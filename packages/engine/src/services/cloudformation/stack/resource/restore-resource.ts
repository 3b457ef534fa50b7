import { errorText } from '@understudy/contract';
import type { ResourcePolicies } from '../../../../kernel/resource-policies.ts';
import type { PhysicalResource, ResourceRecord } from '../records.ts';
import { NO_POLICIES, type ResourceJournal } from './resource-journal.ts';
import type { RunSignals } from '../flows/run-signals.ts';

interface Work {
  journal: ResourceJournal;
  run: RunSignals;
}

/**
 * Puts back what an update changed. True when the resource is as it was before. `policies` are
 * those of the template that is gone back to: "CloudFormation uses the UpdatePolicy configuration
 * that was specified in the template before the current stack update operation".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export async function restoreResource(
  record: ResourceRecord,
  work: Work & { policies(): ResourcePolicies },
): Promise<boolean> {
  const { journal, run } = work;
  const { before } = record;
  if (typeof before !== 'object') return true;
  try {
    await journal.together(() => putBack(record, before, work));
    return true;
  } catch (error) {
    if (!run.stopping()) journal.report(record, 'UPDATE_FAILED', { reason: errorText(error) });
    return false;
  }
}

async function putBack(
  record: ResourceRecord,
  before: PhysicalResource,
  { journal, run, policies }: Work & { policies(): ResourcePolicies },
): Promise<void> {
  const { current } = record;
  // What the handler tells meanwhile is told under this status, not under that of the failure.
  record.status = 'UPDATE_IN_PROGRESS';
  journal.put(record);
  journal.event(record, current ?? before, 'UPDATE_IN_PROGRESS');
  if (current !== undefined && current.physicalId === before.physicalId) {
    const result = await journal.call(record, { run, policies: policies() }, (context) =>
      journal
        .handler(before.type)
        .update(before.properties, current.properties, before.physicalId, context),
    );
    record.current = { ...before, ...result };
  } else {
    if (current !== undefined) record.garbage = [...(record.garbage ?? []), current];
    record.current = before;
  }
  delete record.before;
  journal.report(record, 'UPDATE_COMPLETE');
}

/**
 * Removes everything that a record stands for, or leaves it where the policy says so. True when
 * nothing is left to do.
 */
export async function removeResource(
  record: ResourceRecord,
  work: Work & { retain: boolean },
): Promise<boolean> {
  const { journal } = work;
  const physicals = physicalsOf(record);
  if (!work.retain) journal.put({ ...record, status: 'DELETE_IN_PROGRESS' });
  for (const physical of physicals)
    if (!(await removePhysical(record, physical, work))) {
      if (!work.run.stopping()) journal.put({ ...record, status: 'DELETE_FAILED' });
      return false;
    }
  delete record.garbage;
  record.status = work.retain ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE';
  journal.put(record);
  return true;
}

/**
 * Removes one physical resource, leaving the record's own status alone. True when it is gone, or is
 * to stay.
 */
export async function removePhysical(
  record: ResourceRecord,
  physical: PhysicalResource,
  { journal, run, retain }: Work & { retain: boolean },
): Promise<boolean> {
  if (retain) {
    journal.event(record, physical, 'DELETE_SKIPPED');
    return true;
  }
  try {
    await journal.together(async () => {
      journal.event(record, physical, 'DELETE_IN_PROGRESS');
      await journal.call(record, { run, policies: NO_POLICIES }, (context) =>
        journal.handler(physical.type).remove(physical.physicalId, physical.properties, context),
      );
      journal.event(record, physical, 'DELETE_COMPLETE');
    });
    return true;
  } catch (error) {
    if (!run.stopping())
      journal.event(record, physical, 'DELETE_FAILED', { reason: errorText(error) });
    return false;
  }
}

/** A resource that a past operation left in any state may stand for several physical ones. */
export function physicalsOf(record: ResourceRecord): PhysicalResource[] {
  const { current, before, garbage = [] } = record;
  const all = [...garbage, ...(typeof before === 'object' ? [before] : [])];
  if (current !== undefined) all.push(current);
  return [...new Map(all.map((physical) => [physical.physicalId, physical])).values()];
}

/** True when a record stands for nothing any more. */
export function isGone(record: ResourceRecord): boolean {
  return record.status === 'DELETE_COMPLETE' || record.status === 'DELETE_SKIPPED';
}
