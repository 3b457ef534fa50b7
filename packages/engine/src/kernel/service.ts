import type { ServiceTraits } from '@understudy/wire';

/**
 * Who calls, from where, for which region. Global services (Route 53, CloudFront, IAM) ignore the
 * region.
 */
export interface RequestContext {
  account: string;
  region: string;
  requestId: string;
  /**
   * ARN of the caller; CloudFormation calls on behalf of its stack's caller. Empty without a
   * signature.
   */
  principalArn: string;
}

/** Whether nobody in particular calls; only operations of `Service.unsigned` are ever called so. */
export function isUnsigned({ principalArn }: RequestContext): boolean {
  return principalArn === '';
}

/** One API operation: the SDK's input shape in, the SDK's output shape out; throws `AwsError`. */
export type Operation = (context: RequestContext, input: never) => unknown;

/**
 * An AWS service: its operations are the truth, whether they are called over the wire or by
 * CloudFormation's resource handlers (which call the class's methods, in process, with the same
 * inputs).
 */
export interface Service {
  readonly traits: ServiceTraits;
  /**
   * Imports the SDK client whose schemas shape the wire; called at the first request, since clients
   * are big.
   */
  loadSchemas(): Promise<Record<string, unknown>>;
  /** By AWS's operation name, e.g. `CreateHostedZone`. What is absent answers `NotImplemented`. */
  readonly operations: Readonly<Record<string, Operation>>;
  /**
   * Operations that AWS also takes as a plain link, without a signature; each tells the region that
   * the link's fields name, undefined for a link that names none.
   */
  readonly unsigned?: Readonly<Record<string, (fields: URLSearchParams) => string | undefined>>;
}

/** A service that must stop what it started (pollers, certificates under validation …). */
export interface Stoppable {
  stop(): Promise<void>;
}
