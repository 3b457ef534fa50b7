import type { ChildBench } from '../../supervisor/child.fixture.ts';
import type { ToRelay } from '../../supervisor/protocol.ts';
import { SupervisorLink, type Found } from './supervisor-link.ts';

/** A control plane's end of the channel, joined to a bench's processes without one. */
export async function connect(
  bench: ChildBench,
  incarnation = 1,
): Promise<Found & { link: SupervisorLink }> {
  const link = new SupervisorLink({
    clock: bench.clock,
    send: (message) => bench.relay.receive(message as ToRelay),
    onStop: () => undefined,
  });
  bench.tell = (message) => link.receive(message);
  link.receive({
    kind: 'hello',
    incarnation,
    supervisor: { pid: process.pid, startedAt: 'now' },
    port: undefined,
    processes: bench.relay.reports(),
    events: [],
  });
  return { link, ...(await link.found()) };
}
