/**
 * A process that starts one instance, as a region's does, and waits to be killed. Prints the
 * process ids of the instance's program, its child, and a process whose parent has gone.
 */
import { SystemClock } from '@understudy/contract/system-clock';
import { InstanceProcess } from '../instance/instance-process.ts';

const command = '( sleep 300 & echo $! ); sleep 300 & echo $!; echo $$; wait';
new InstanceProcess({
  clock: new SystemClock({ epochMs: 0, speed: 1 }),
  command,
  directory: '/',
  environment: { PATH: process.env['PATH'] ?? '' },
  output: {
    write: (chunk) => process.stdout.write(chunk),
    onDrain: (callback) => callback(),
  },
});
