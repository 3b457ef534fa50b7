import type { Change, ResourceChange } from '@aws-sdk/client-cloudformation';
import type { PlannedChange } from './deployment-plan.ts';

/**
 * A change set's own changes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
 */
export function plannedChanges(changes: readonly Change[]): PlannedChange[] {
  return changes.flatMap(({ ResourceChange: change }) =>
    change === undefined
      ? []
      : [
          {
            logicalId: change.LogicalResourceId ?? '',
            type: change.ResourceType ?? '',
            action: actionOf(change),
            properties: [
              ...new Set(
                (change.Details ?? []).flatMap(
                  ({ Target: target }) => target?.Name ?? target?.Attribute ?? [],
                ),
              ),
            ],
          },
        ],
  );
}

function actionOf({
  Action: action,
  Replacement: replacement,
}: ResourceChange): PlannedChange['action'] {
  switch (action) {
    case 'Add':
    case 'Import':
      return 'add';
    case 'Remove':
      return 'remove';
    default:
      if (replacement === 'True') return 'replace';
      return replacement === 'Conditional' ? 'may-replace' : 'change';
  }
}
