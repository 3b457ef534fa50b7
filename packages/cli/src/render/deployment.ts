import type { DeployWatcher } from '../deploy/run-worker.ts';
import type { Progress } from './progress.ts';

/** Shows a deployment as it goes on. */
export function deployWatcher(progress: Progress): DeployWatcher {
  return {
    onMessage(message) {
      if (message.kind === 'step') progress.update(message.text);
      else if (message.kind === 'note') progress.note(message.text);
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
