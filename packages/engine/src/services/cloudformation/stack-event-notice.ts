/** What became of a stack or of one of its resources. */
export interface StackEventNotice {
  stackName: string;
  region: string;
  /** The stack's own name for an event of the stack itself. */
  logicalId: string;
  type: string;
  status: string;
  /** Empty where there is none. */
  reason: string;
}
