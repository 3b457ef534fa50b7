/** The first part of a statement that does not fit a request. */
export type Mismatch = 'principal' | 'action' | 'resource' | 'condition';

/** A statement that a decision rests on, or that might have been one. */
export interface LookedAt {
  by: 'identity-based policy' | 'permissions boundary' | 'session policy' | 'resource-based policy';
  /** Which of the policies of that type, and which of its statements; both from 0. */
  policy: number;
  statement: number;
  effect: 'Allow' | 'Deny';
  /** Undefined: the statement applies. */
  mismatch: Mismatch | undefined;
}
