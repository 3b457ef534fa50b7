import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { DeploymentPlan, PlannedChange } from '../deploy/plan/deployment-plan.ts';
import { renderPlan } from './plan.ts';

const PLAN: DeploymentPlan = {
  domain: 'shop.example',
  account: '111122223333',
  endpoint: null,
  regions: { primary: 'eu-west-1', standby: 'us-east-1' },
  stacks: [],
  assets: { upload: [], remove: [], stay: 0 },
  leftBehind: [],
  byHand: [],
  cost: { monthlyUsd: 163.4, pricesOf: '2026-10-01', besides: ['traffic'] },
  takes: 'a few seconds',
};
const text = (plan: Partial<DeploymentPlan>): string =>
  stripVTControlCharacters(renderPlan({ ...PLAN, ...plan }));

test('that nothing changes is said', () => {
  expect(text({})).toBe(
    'shop.example: account 111122223333 at AWS, eu-west-1 (primary) and us-east-1 (standby)\n' +
      '  no stack changes\n  takes a few seconds\n' +
      '  costs about 163 USD a month, by prices of 2026-10-01; besides: traffic',
  );
});

test('what is replaced, removed, left behind and to be done by hand is told before', () => {
  const shown = text({
    stacks: [
      {
        ...{ name: 'shop-zone', region: 'us-east-1', step: 'update', from: 'change-set' },
        changes: [
          { logicalId: 'Zone', type: 'AWS::X', action: 'replace', properties: ['Name'] },
          { logicalId: 'Old', type: 'AWS::Y', action: 'remove', properties: [] },
        ],
      },
    ],
    assets: { upload: ['a.css'], remove: ['b.css'], stay: 1 },
    leftBehind: [{ name: 'shop-eu-west-3', region: 'eu-west-3' }],
    byHand: ['tell the registrar'],
  });
  for (const line of [
    '  shop-zone in us-east-1: 2 resources of it',
    '    ± REPLACE Zone AWS::X: Name',
    '    - remove Old AWS::Y',
    '  1 static file to upload: a.css',
    '  1 static file to remove: b.css',
    '  1 other object in the bucket stays',
    '! left behind, still running and paid for: shop-eu-west-3 (eu-west-3)',
    '! tell the registrar',
  ])
    expect(shown.split('\n')).toContain(line);
});

test('a long list is cut, and says where the rest is', () => {
  const change: PlannedChange = {
    logicalId: 'R',
    type: 'AWS::X',
    action: 'change',
    properties: [],
  };
  const changes = Array.from({ length: 50 }, () => change);
  const stack = { name: 's', region: 'r', step: 'update', from: 'templates', changes } as const;
  const lines = text({ stacks: [stack] }).split('\n');
  expect(lines).toContain('    … and 10 more, which --json tells');
  expect(lines[1]).toContain('what is replaced is not known yet');
});
