import process from 'node:process';
import type { DeployWatcher } from '../deploy/run-worker.ts';
import { endBy, onInterrupt } from '../interrupts.ts';
import { renderPlan } from './plan.ts';
import type { Progress } from './progress.ts';

/** Shows a deployment as it goes on. */
export function deployWatcher(progress: Progress): DeployWatcher {
  return {
    onMessage(message) {
      if (message.kind === 'step') progress.update(message.text);
      else if (message.kind === 'note') progress.note(message.text);
      else if (message.kind === 'plan') progress.text(renderPlan(message.plan));
      else if (message.kind === 'stack-done')
        progress.done(`stack ${message.stackName}`, { tookMs: message.tookMs });
      else if (message.kind === 'stack-progress') {
        const count =
          message.total === undefined
            ? String(message.completed)
            : `${message.completed}/${message.total}`;
        progress.update(
          `${message.stackName}  ${count}  ${message.resource} ${message.status.toLowerCase().replaceAll('_', ' ')}`,
        );
      }
    },
    ask: () => Promise.resolve(true),
  };
}

/**
 * The same for a command that may be interrupted: CloudFormation does not stop for that what it has
 * begun.
 */
export function interruptibleWatcher(
  progress: Progress,
  command: 'deploy' | 'destroy' | 'destroy --aws' | 'up',
): DeployWatcher {
  const watcher = deployWatcher(progress);
  const begun = new Set<string>();
  onInterrupt((signal) => {
    progress.end();
    process.stderr.write(
      begun.size === 0
        ? 'interrupted\n'
        : `interrupted; CloudFormation goes on with ${[...begun].join(', ')}\n  → 'understudy ${command}' takes up from there\n`,
    );
    endBy(signal);
  });
  return {
    ...watcher,
    onMessage(message) {
      if (message.kind === 'stack-done') begun.delete(message.stackName);
      else if ('stackName' in message && message.stackName !== undefined)
        begun.add(message.stackName);
      watcher.onMessage(message);
    },
  };
}
