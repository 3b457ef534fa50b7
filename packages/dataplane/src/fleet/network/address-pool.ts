import type { NetworkConfig } from '@understudy/contract';
import { freeLoopbackAddress, freePrivateIp } from './addresses.ts';

type Subnet = NetworkConfig['subnets'][number];

export interface InterfaceAddresses {
  privateIp: string;
  loopbackAddress: string;
}

/** The addresses that instances' interfaces have, over all groups. */
export class AddressPool {
  readonly #privateIps = new Set<string>();
  readonly #loopbackAddresses = new Set<string>();
  readonly #previous = new Map<string, string>();

  /** Undefined where the subnet has no address left. */
  take(subnet: Subnet): InterfaceAddresses | undefined {
    const privateIp = freePrivateIp(subnet.cidr, this.#privateIps);
    const loopbackAddress = freeLoopbackAddress(
      subnet.loopbackCidr,
      this.#loopbackAddresses,
      this.#previous.get(subnet.loopbackCidr),
    );
    if (privateIp === undefined || loopbackAddress === undefined) return undefined;
    this.#privateIps.add(privateIp);
    this.#loopbackAddresses.add(loopbackAddress);
    this.#previous.set(subnet.loopbackCidr, loopbackAddress);
    return { privateIp, loopbackAddress };
  }

  giveBack(addresses: InterfaceAddresses): void {
    this.#privateIps.delete(addresses.privateIp);
    this.#loopbackAddresses.delete(addresses.loopbackAddress);
  }
}
