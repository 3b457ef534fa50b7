import type { JsonObject } from '@understudy/contract';
import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import type { ResourceContext, ResourceHandler } from '../../../../kernel/resource.ts';
import type { RequestContext } from '../../../../kernel/service.ts';
import type { ResourcePolicies } from '../../../../kernel/resource-policies.ts';
import { Secrets } from '../../template/secrets.ts';
import type { Deployment } from '../deployment.ts';
import type { StackEnvironment } from '../environment.ts';
import { attributesText } from '../plan.ts';
import type { PhysicalResource, ResourceRecord, StackRecord } from '../records.ts';
import type { RunSignals } from '../flows/run-signals.ts';
import { inFrame } from './handler-message.ts';
import { waitFor } from './wait-for.ts';

/** The attributes that a record takes from its template, besides properties. */
export type RecordAttributes = Pick<
  ResourceRecord,
  'dependencies' | 'deletionPolicy' | 'updateReplacePolicy' | 'attributesText'
>;

export interface CallOptions {
  run: RunSignals;
  policies: ResourcePolicies;
  identified?: (physicalId: string) => void;
}

export const NO_POLICIES: ResourcePolicies = { creation: undefined, update: undefined };

/** Calls one stack's handlers, and writes down what happens to its resources as it happens. */
export class ResourceJournal {
  readonly #environment: StackEnvironment;
  readonly #stack: StackRecord;
  readonly #secrets: Secrets;

  constructor(environment: StackEnvironment, stack: StackRecord) {
    this.#environment = environment;
    this.#stack = stack;
    this.#secrets = new Secrets(stack.parameters, stack.stable?.parameters);
  }

  record(logicalId: string): ResourceRecord | undefined {
    return this.#environment.store.resource(this.#stack.id, logicalId);
  }

  newRecord(logicalId: string, deployment: Deployment): ResourceRecord {
    return {
      stackId: this.#stack.id,
      logicalId,
      type: deployment.definitionOf(logicalId).type,
      status: 'CREATE_IN_PROGRESS',
      updatedMs: this.#environment.clock.wallMs(),
      before: 'absent',
      ...attributesOf(logicalId, deployment),
    };
  }

  /** Puts the record with a new status, and adds the event that says so. */
  report(
    record: ResourceRecord,
    status: ResourceStatus,
    options: { reason?: string | undefined; properties?: JsonObject } = {},
  ): void {
    record.status = status;
    record.updatedMs = this.#environment.clock.wallMs();
    delete record.statusReason;
    if (options.reason !== undefined) record.statusReason = this.#secrets.maskText(options.reason);
    this.#environment.store.atOnce(() => {
      this.#environment.store.putResource(record);
      this.event(record, record.current, status, options);
    });
  }

  /** Adds an event about a physical resource that is not, or no longer, the record's own. */
  event(
    record: ResourceRecord,
    physical: PhysicalResource | undefined,
    status: ResourceStatus,
    options: { reason?: string | undefined; properties?: JsonObject } = {},
  ): void {
    this.#environment.store.addEvent(this.#stack.id, {
      logicalId: record.logicalId,
      physicalId: physical?.physicalId ?? '',
      type: physical?.type ?? record.type,
      status,
      ...(options.reason === undefined ? {} : { reason: this.#secrets.maskText(options.reason) }),
      ...(options.properties === undefined
        ? {}
        : { propertiesText: JSON.stringify(this.#secrets.mask(options.properties)) }),
    });
  }

  /** What a handler does and what is written down about it are there together, or neither is. */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.#environment.store.together(work);
  }

  put(record: ResourceRecord): void {
    this.#environment.store.putResource(record);
  }

  forget(record: ResourceRecord): void {
    this.#environment.store.deleteResource(this.#stack.id, record.logicalId);
  }

  handler(type: string): ResourceHandler {
    const handler = this.#environment.handlers(type);
    if (handler === undefined) throw new Error(`the engine has no resource type ${type}`);
    return handler;
  }

  /** Calls a handler within the bounds that every wait has. */
  async call<T>(
    record: ResourceRecord,
    { run, policies, identified = () => undefined }: CallOptions,
    work: (context: ResourceContext) => Promise<T>,
  ): Promise<T> {
    const { clock } = this.#environment;
    using signals = this.#environment.signals.open(this.#stack.id, record.logicalId);
    return await waitFor(clock, run.signal, (signal) =>
      inFrame(record.type, () =>
        work({
          request: requestOf(this.#stack, this.#environment),
          stackName: this.#stack.name,
          stackId: this.#stack.id,
          logicalId: record.logicalId,
          clock,
          signal,
          progress: (reason) => this.#progress(record.logicalId, reason),
          identified,
          policies,
          signals,
        }),
      ),
    );
  }

  /** Says again what the resource is doing, with a reason. */
  #progress(logicalId: string, reason: string): void {
    const record = this.record(logicalId);
    if (record !== undefined) this.event(record, record.current, record.status, { reason });
  }
}

export function attributesOf(logicalId: string, deployment: Deployment): RecordAttributes {
  const definition = deployment.definitionOf(logicalId);
  return {
    dependencies: [...(deployment.graph.get(logicalId) ?? [])],
    deletionPolicy: definition.deletionPolicy,
    updateReplacePolicy: definition.updateReplacePolicy,
    attributesText: attributesText(definition),
  };
}

/**
 * A stack with a role of its own is worked on in that role, whoever has asked for it. A role that
 * IAM has not on record is passed over.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
function requestOf(
  { caller, roleArn }: StackRecord,
  { roleExists }: Pick<StackEnvironment, 'roleExists'>,
): RequestContext {
  if (roleArn === undefined || !roleExists(roleArn)) return caller;
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const principalArn = `arn:aws:sts::${caller.account}:assumed-role/${name}/AWSCloudFormation`;
  return { ...caller, principalArn };
}
