import type { AccessExplanation, ExplainRequest, Reason } from '@understudy/contract';

export type AccessQuestion = Extract<ExplainRequest, { about: 'access' }>;

/** A decision by whoever decides: a region's store, or the endpoint. */
export interface AccessTold {
  region: string;
  /** As AWS writes it. */
  action: string;
  access: AccessExplanation;
  because: Reason[];
}
