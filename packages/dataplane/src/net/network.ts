import type { NetworkConfig } from '@understudy/contract';
import { NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import type { Part } from '../part.ts';
import { cidrContains } from './network-cidr.ts';
import {
  decideAdmission,
  indexNetwork,
  unreadableRules,
  type Endpoint,
  type NetworkRules,
} from './admit.ts';
import type { NetworkInterface, NetworkView, Verdict } from './network-view.ts';

/**
 * One region's network: the rules of the last document, and the interfaces that are attached now.
 */
export class Network implements NetworkView, Part<NetworkConfig> {
  readonly #faults: FaultView;
  #rules: NetworkRules = indexNetwork({ vpcs: [], subnets: [], securityGroups: [] });
  readonly #interfaces = new Map<string, NetworkInterface>();
  #published: ReadonlyMap<string, string> = new Map();

  constructor(faults: FaultView = NO_FAULTS) {
    this.#faults = faults;
  }

  apply(config: NetworkConfig): Promise<string[]> {
    this.#rules = indexNetwork(config);
    this.#published = new Map(Object.entries(config.publishedAddresses ?? {}));
    return Promise.resolve(unreadableRules(config));
  }

  close(): Promise<void> {
    this.#interfaces.clear();
    return Promise.resolve();
  }

  attach(networkInterface: NetworkInterface): void {
    this.#interfaces.set(networkInterface.loopbackAddress, networkInterface);
  }

  detach(loopbackAddress: string): void {
    this.#interfaces.delete(loopbackAddress);
  }

  admits(connection: { fromAddress: string; toAddress: string; port: number }): Verdict {
    const from = this.#sender(connection.fromAddress);
    const to = this.#receiver(connection.toAddress);
    if (this.#isLost(from) || this.#isLost(to))
      return { admitted: false, reason: 'the Availability Zone is unreachable' };
    return decideAdmission(this.#rules, { from, to, port: connection.port });
  }

  sourceAddress(loopbackAddress: string): string {
    return this.#published.get(loopbackAddress) ?? loopbackAddress;
  }

  /** Whether it is in a zone that a fault has put into a black hole. */
  #isLost(endpoint: Endpoint): boolean {
    const holes = this.#faults.of('zone').filter(({ mode }) => mode === 'blackhole');
    if (holes.length === 0 || endpoint.kind !== 'interface') return false;
    const subnet = this.#rules.subnets.get(endpoint.networkInterface.subnetId);
    return holes.some(({ zone }) => zone === subnet?.zone);
  }

  /**
   * Whoever is no interface of this region is the internet: AWS's own senders with the address that
   * AWS publishes for them, others with their loopback address as their public one.
   */
  #sender(address: string): Endpoint {
    const networkInterface = this.#interfaces.get(address);
    return networkInterface
      ? { kind: 'interface', networkInterface }
      : { kind: 'internet', address: this.sourceAddress(address) };
  }

  /**
   * An address of a subnet that no interface has answers nobody, as a private address that nobody
   * has.
   */
  #receiver(address: string): Endpoint {
    const networkInterface = this.#interfaces.get(address);
    if (networkInterface) return { kind: 'interface', networkInterface };
    const isOurs = this.#rules.loopbackBlocks.some((block) => cidrContains(block, address));
    return { kind: isOurs ? 'nobody' : 'internet', address };
  }
}
