import { expect, test } from 'vitest';
import type { DeployMessage } from '../deploy/messages.ts';
import { deployWatcher } from './deployment.ts';
import type { Progress } from './progress.ts';

/** What is shown, in order. */
function shown(...messages: DeployMessage[]): string[] {
  const lines: string[] = [];
  const progress = {
    update: (text: string) => void lines.push(`… ${text}`),
    note: (text: string) => void lines.push(`note ${text}`),
    done: (text: string, { tookMs }: { tookMs: number }) =>
      void lines.push(`done ${text} in ${tookMs}`),
  } as unknown as Progress;
  const watcher = deployWatcher(progress);
  for (const message of messages) watcher.onMessage(message);
  return lines;
}

test('what goes on is one line that changes, and a stack that is done stays', () => {
  expect(
    shown(
      { kind: 'step', text: 'synthesizing' },
      {
        ...{ kind: 'stack-progress', stackName: 'shop-zone', completed: 1, total: 3 },
        ...{ resource: 'Zone', status: 'CREATE_IN_PROGRESS' },
      },
      { kind: 'stack-done', stackName: 'shop-zone', changed: true, tookMs: 12 },
      { kind: 'note', text: 'the registrar is told by hand' },
    ),
  ).toEqual([
    '… synthesizing',
    '… shop-zone  1/3  Zone create in progress',
    'done stack shop-zone in 12',
    'note the registrar is told by hand',
  ]);
});

test('where the number of resources is not known, only those that are done are told', () => {
  expect(
    shown({
      ...{ kind: 'stack-progress', stackName: 'shop-edge', completed: 2, total: undefined },
      ...{ resource: 'Edge', status: 'DELETE_FAILED' },
    }),
  ).toEqual(['… shop-edge  2  Edge delete failed']);
});

test('the end and its failure are for the command to tell', () => {
  const error = { code: 'DeploymentFailed', message: 'x', hint: 'y' };
  expect(shown({ kind: 'done', outputs: {}, changed: false }, { kind: 'failed', error })).toEqual(
    [],
  );
});
