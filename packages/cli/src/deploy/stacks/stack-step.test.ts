import { expect, test } from 'vitest';
import { hasEnded, isSuccess, stackStep } from './stack-step.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
test.each([
  [undefined, 'create'],
  ['REVIEW_IN_PROGRESS', 'create'],
  ['CREATE_COMPLETE', 'update'],
  ['UPDATE_COMPLETE', 'update'],
  ['UPDATE_ROLLBACK_COMPLETE', 'update'],
  ['IMPORT_COMPLETE', 'update'],
  ['CREATE_FAILED', 'update'],
  ['UPDATE_FAILED', 'update'],
  ['CREATE_IN_PROGRESS', 'wait'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'wait'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'wait'],
  ['DELETE_IN_PROGRESS', 'wait'],
  ['ROLLBACK_COMPLETE', 'delete-first'],
  ['ROLLBACK_FAILED', 'delete-first'],
  ['DELETE_FAILED', 'refuse'],
  ['UPDATE_ROLLBACK_FAILED', 'refuse'],
])('a stack in %s: %s', (status, kind) => {
  expect(stackStep(status).kind).toBe(kind);
});

test('only what was asked for is a success', () => {
  expect(['CREATE_COMPLETE', 'UPDATE_COMPLETE'].every(isSuccess)).toBe(true);
  expect(['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', ''].some(isSuccess)).toBe(false);
  expect(hasEnded('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')).toBe(false);
  expect(hasEnded('ROLLBACK_COMPLETE')).toBe(true);
});
