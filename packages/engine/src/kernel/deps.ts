import type { Clock, Random } from '@understudy/contract';
import type { AddressPlan } from './network/addresses.ts';
import type { DataPlane } from './data-plane.ts';
import type { StateStore } from './state/state-store.ts';

/**
 * What every service is constructed with. A service that needs another one takes it as a further
 * argument.
 */
export interface ServiceDeps {
  state: StateStore;
  clock: Clock;
  random: Random;
  dataPlane: DataPlane;
  addresses: AddressPlan;
  account: string;
  /** `aws` waits where AWS waits (propagation, boot); `instant` does not. */
  realism: 'instant' | 'aws';
  /** Absolute path of the folder for files of the engine's own (unpacked images, the CA …). */
  stateDirectory: string;
}
