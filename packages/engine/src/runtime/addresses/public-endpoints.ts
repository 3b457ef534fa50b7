import {
  localPort,
  type AddressAndPort,
  type LoadBalancer,
  type RegionDocument,
} from '@understudy/contract';

/** What visitors, edge locations and other regions can connect to in a region. */
export function publicEndpoints(document: RegionDocument): AddressAndPort[] {
  const { store, status, ports } = document;
  return [
    ...nodeEndpoints(document, () => true),
    { address: store.address, port: localPort(80, ports) },
    { address: store.address, port: localPort(443, ports) },
    status,
  ];
}

/** Where some of the region's load balancer nodes listen. */
export function nodeEndpoints(
  { balancer, ports }: RegionDocument,
  isMeant: (node: LoadBalancer['nodes'][number]) => boolean,
): AddressAndPort[] {
  return balancer.loadBalancers.flatMap(({ nodes, listeners }) =>
    nodes
      .filter(isMeant)
      .flatMap(({ address }) =>
        listeners.map((listener) => ({ address, port: localPort(listener.port, ports) })),
      ),
  );
}
