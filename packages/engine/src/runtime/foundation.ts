import type { Clock, ClockConfig, PortPlan } from '@understudy/contract';
import { SystemClock } from '@understudy/dataplane';
import type { AddressPlan } from '../kernel/network/addresses.ts';
import { StateStore } from '../kernel/state/state-store.ts';
import type { Hello } from '../supervisor/protocol.ts';
import { loadClock } from './clock.ts';
import type { DataPlaneProcess } from './processes/data-plane-process.ts';
import type { EngineOptions } from './engine-options.ts';
import type { EventLog } from './event-log.ts';
import { loadIdentity } from './identity.ts';
import { runtimeTables, type WholeIdentity } from './records.ts';
import { TABLES } from './tables.ts';
import { LoopbackAddressPlan } from './addresses/loopback-address-plan.ts';
import { Processes } from './processes/processes.ts';
import type { SupervisorLink } from './processes/supervisor-link.ts';
import { stateFile } from './without-state.ts';

/**
 * What the control plane stands on: state, time, addresses, and processes that the supervisor has
 * started.
 */
export interface Foundation {
  options: EngineOptions;
  link: SupervisorLink;
  hello: Hello;
  state: StateStore;
  block: { base: number; ports: PortPlan };
  clockConfig: ClockConfig;
  clock: Clock;
  identity: WholeIdentity;
  events: EventLog;
  addresses: AddressPlan;
  processes: Processes;
  managed: DataPlaneProcess[];
}

/** Everything opened goes onto `started`, which closes it in reverse. */
export async function layFoundation(
  options: EngineOptions,
  link: SupervisorLink,
  started: AsyncDisposableStack,
): Promise<Foundation> {
  const state = started.use(new StateStore(stateFile(options.stateDirectory), TABLES));
  const { hello, processes: managed, events } = await link.found();
  const clockConfig = loadClock(state, options.speed);
  link.send({ kind: 'clock', clock: clockConfig });
  const clock = new SystemClock(clockConfig);
  const block = await claimBlock(state, link);
  return {
    options,
    link,
    hello,
    state,
    block,
    clockConfig,
    clock,
    identity: loadIdentity(state, options.regions),
    events,
    addresses: new LoopbackAddressPlan({ base: block.base, regions: options.regions, state }),
    processes: new Processes({ clock, events }),
    managed,
  };
}

/**
 * The block of the last time, if it is free: addresses in a user's notes and bookmarks stay true.
 */
async function claimBlock(state: StateStore, link: SupervisorLink): Promise<Foundation['block']> {
  const table = state.table(runtimeTables.addressBlock);
  const block = await link.claim(table.get('block')?.base);
  table.put('block', { base: block.base });
  return block;
}
