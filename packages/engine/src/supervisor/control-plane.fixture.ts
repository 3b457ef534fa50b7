import process from 'node:process';
import type { FromSupervisor, ToSupervisor } from './protocol.ts';

/**
 * A control plane for tests: does at its start what its argument has for its turn, and ends when it
 * is told to.
 */
const plans = JSON.parse(process.argv[2] ?? '[]') as ('serve' | 'fail' | 'hang' | 'deaf')[];

function tell(message: ToSupervisor): void {
  process.send?.(message);
}

process.on('message', (message: FromSupervisor) => {
  if (message.kind !== 'hello') {
    if (message.kind === 'stop' && plans.at(-1) !== 'deaf') process.exit(0);
    return;
  }
  const plan = plans[Math.min(message.incarnation, plans.length) - 1];
  if (plan === 'fail') process.exit(7);
  if (plan !== 'hang') tell({ kind: 'ready', port: message.incarnation });
});
