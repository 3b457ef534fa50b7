import { localPort } from '@understudy/contract';
import type { Foundation } from '../foundation.ts';
import type { PlaceSources } from './places.ts';
import type { VisitorOptions } from './visit.ts';

/** How a request that is explained gets to the engine's own places, and what those are. */
export function visitorsWay(
  { addresses, block, clock }: Pick<Foundation, 'addresses' | 'block' | 'clock'>,
  rootPem: string,
): { addresses: PlaceSources['addresses']; visitor: VisitorOptions } {
  const visitor = {
    resolver: { address: addresses.resolver, port: localPort(53, block.ports) },
    localPort: (awsPort: number) => localPort(awsPort, block.ports),
    ...{ rootPem, clock },
  };
  return { addresses, visitor };
}
