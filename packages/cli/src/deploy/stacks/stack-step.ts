/** What a stack's status asks of a deployment before, or instead of, a change set. */
export type StackStep =
  { kind: 'create' | 'update' | 'wait' | 'delete-first' } | { kind: 'refuse'; hint: string };

/**
 * By the status that CloudFormation tells; undefined of a stack that does not exist.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export function stackStep(status: string | undefined): StackStep {
  switch (status) {
    case undefined:
    case 'REVIEW_IN_PROGRESS': // a change set was made for it that nobody executed
    case 'DELETE_COMPLETE':
      return { kind: 'create' };
    // "Only a delete operation can be performed" on what was rolled back to nothing.
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
      return { kind: 'delete-first' };
    case 'DELETE_FAILED':
      return {
        kind: 'refuse',
        hint: "'understudy destroy' deletes what is left; then deploy again",
      };
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        kind: 'refuse',
        hint: "mend what the stack's events tell, run 'aws cloudformation continue-update-rollback', then deploy again",
      };
    default:
      return { kind: status.endsWith('_IN_PROGRESS') ? 'wait' : 'update' };
  }
}

/** Whether an operation that ended in this status did what it was asked for. */
export function isSuccess(status: string): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';
}

/**
 * "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" counts as going on, as does every "…_IN_PROGRESS": until
 * then no other update is taken.
 */
export function hasEnded(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS');
}
