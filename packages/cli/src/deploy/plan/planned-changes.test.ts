import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { plannedChanges } from './planned-changes.ts';

test.each<[ResourceChange, string]>([
  [{ Action: 'Add' }, 'add'],
  [{ Action: 'Remove' }, 'remove'],
  [{ Action: 'Modify', Replacement: 'True' }, 'replace'],
  [{ Action: 'Modify', Replacement: 'Conditional' }, 'may-replace'],
  [{ Action: 'Modify', Replacement: 'False' }, 'change'],
])('%j is to %s', (change, action) => {
  const asked = { ...change, LogicalResourceId: 'T', ResourceType: 'AWS::SNS::Topic' };
  expect(plannedChanges([{ ResourceChange: asked }])).toMatchObject([
    { logicalId: 'T', type: 'AWS::SNS::Topic', action },
  ]);
});

test('each property is named once, and an attribute where there is none', () => {
  const Details = [
    { Target: { Attribute: 'Properties', Name: 'Role' } },
    { Target: { Attribute: 'Properties', Name: 'Role' } },
    { Target: { Attribute: 'Tags' } },
  ] as const;
  const [planned] = plannedChanges([
    { ResourceChange: { Action: 'Modify', Details: [...Details] } },
  ]);
  expect(planned?.properties).toEqual(['Role', 'Tags']);
});
