import type { InstanceState, PortPlan } from '@understudy/contract';
import type { TargetRegistry } from '../balancer/targets/target-registry.ts';
import type { NetworkView } from '../net/network-view.ts';
import type { PartContext } from '../part.ts';
import type { FaultView } from '../faults/faults-now.ts';
import type { DependencyRelays } from './dependencies/dependency-relays.ts';
import type { InstanceRoles } from '../roles/instance-roles.ts';
import type { AddressPool } from './network/address-pool.ts';
import type { FleetLimits } from './limits.ts';
import type { OutputArchive } from './instance/output-archive.ts';
import type { SilentConnections } from '../net/silent-connections.ts';

/** What the fleet's pieces share. */
export interface FleetDeps extends PartContext {
  directory: string;
  region: string;
  account: string;
  ports: PortPlan;
  network: NetworkView;
  targets: TargetRegistry;
  limits: FleetLimits;
  faults: FaultView;
  roles: InstanceRoles;
  silence: SilentConnections;
  addresses: AddressPool;
  outputs: OutputArchive;
  dependencies: DependencyRelays;
  /** Instances that live now, over all groups. */
  liveCount(): number;
  /** Takes the last description of an instance that is gone. */
  remember(gone: InstanceState): void;
}
