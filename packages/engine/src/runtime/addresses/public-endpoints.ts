import { localPort, type AddressAndPort, type RegionDocument } from '@understudy/contract';

/** What visitors, edge locations and other regions can connect to in a region. */
export function publicEndpoints(document: RegionDocument): AddressAndPort[] {
  const { balancer, store, status, ports } = document;
  const nodes = balancer.loadBalancers.flatMap((loadBalancer) =>
    loadBalancer.nodes.flatMap((node) =>
      loadBalancer.listeners.map((listener) => ({
        address: node.address,
        port: localPort(listener.port, ports),
      })),
    ),
  );
  return [
    ...nodes,
    { address: store.address, port: localPort(80, ports) },
    { address: store.address, port: localPort(443, ports) },
    status,
  ];
}
