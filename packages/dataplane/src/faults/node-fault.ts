import type { FaultView } from './faults-now.ts';

/** What becomes of connections to a load balancer's node in a zone. */
export type NodeState = 'serving' | 'hung' | 'unreachable' | 'gone';

export function nodeState(
  faults: FaultView,
  { loadBalancer, zone }: { loadBalancer: string; zone: string },
): NodeState {
  const modes: string[] = [
    ...faults
      .of('load-balancer')
      .filter(
        (fault) => (fault.name ?? loadBalancer) === loadBalancer && (fault.zone ?? zone) === zone,
      ),
    ...faults.of('zone').filter((fault) => fault.zone === zone),
  ].map(({ mode }) => mode);
  if (modes.includes('crash')) return 'gone';
  if (modes.includes('blackhole')) return 'unreachable';
  return modes.length > 0 ? 'hung' : 'serving';
}
