import type { Clock } from '@understudy/contract';
import type { ResourcePolicies, ResourceSignals } from './resource-policies.ts';
import type { RequestContext } from './service.ts';
import type { Support } from './support.ts';

/** What CloudFormation tells a handler while it works on one resource of one stack. */
export interface ResourceContext {
  /** For calls of services: the stack's account, region and caller. */
  request: RequestContext;
  stackName: string;
  stackId: string;
  logicalId: string;
  clock: Clock;
  /** Aborted when the stack gives up (rollback of parallel work, shutdown): waits must end. */
  signal: AbortSignal;
  /** Adds an event to the stack while the handler waits, e.g. a certificate's validation record. */
  progress(reason: string): void;
  /**
   * Tells the physical id before `create` has ended. A creation that waits must say it before it
   * first does, and after (or, for what is made outside the engine's own records, before) the act:
   * a rollback, also one after the engine died in the middle, then removes the resource by it.
   */
  identified(physicalId: string): void;
  policies: ResourcePolicies;
  /** What SignalResource brings while the handler is at work. */
  signals: ResourceSignals;
}

export interface ResourceResult {
  /** What `Ref` gives. */
  physicalId: string;
  /** What `Fn::GetAtt` gives, by the schema's attribute names (dotted for nested ones). */
  attributes: Record<string, string | string[] | number | boolean>;
}

/** What the engine cannot do with a resource's properties, and where: `#/Name`. */
export interface Refusal {
  path: string;
  message: string;
}

/** Resolved properties: intrinsics evaluated, types checked against the published schema. */
export type Properties = Record<string, unknown>;

/**
 * A CloudFormation resource type: translates properties into operations of services. Replacement (a
 * changed property that the schema calls createOnly) is CloudFormation's affair: it creates anew,
 * then removes the old. Handlers throw `AwsError`; its message becomes the event's reason.
 */
export interface ResourceHandler<Context = ResourceContext> {
  /** e.g. `AWS::Route53::HostedZone`. */
  readonly type: string;
  /**
   * Every top-level property of the published schema, and nested ones by dotted path where they
   * differ from their parent (`LaunchTemplateData.CreditSpecification`); lists count as their
   * items.
   */
  readonly properties: Readonly<Record<string, Support>>;
  /**
   * What the engine cannot do and no value of one property tells: pairs, forms of texts, what is
   * absent. Asked before anything is made, when some values are not known yet.
   */
  refuses?(properties: Properties): readonly Refusal[];
  /**
   * What it writes before it first waits is one transaction with the stack's own record of it. See
   * docs/adr/0005-a-resource-and-its-record-are-one-transaction.md.
   */
  create(properties: Properties, context: Context): Promise<ResourceResult>;
  /**
   * In place. Called only when some property that may change in place did. Also puts back an update
   * that was cut off anywhere: what `previous` tells of may be there, in part or not at all.
   */
  update(
    properties: Properties,
    previous: Properties,
    physicalId: string,
    context: Context,
  ): Promise<ResourceResult>;
  /** Must succeed when the resource is already gone. */
  remove(physicalId: string, properties: Properties, context: Context): Promise<void>;
}
