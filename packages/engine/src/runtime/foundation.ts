import path from 'node:path';
import { type Clock, type ClockConfig } from '@understudy/contract';
import { PROCESS_FILES, SystemClock } from '@understudy/dataplane';
import type { AddressPlan } from '../kernel/addresses.ts';
import { StateStore } from '../kernel/state-store.ts';
import { claimAddressBlock, type AddressBlock } from './address-block.ts';
import { loadClock } from './clock.ts';
import { lockStateDirectory } from './engine-file.ts';
import type { EngineOptions } from './engine-options.ts';
import { EventLog } from './event-log.ts';
import { loadIdentity, type Identity } from './identity.ts';
import { LoopbackAddressPlan } from './loopback-address-plan.ts';
import { ManagedProcess } from './managed-process.ts';
import { GLOBAL, Processes } from './processes.ts';
import { Reaper } from './reaper.ts';

/** What the control plane stands on: state, time, addresses, and processes that are already starting. */
export interface Foundation {
  options: EngineOptions;
  state: StateStore;
  block: AddressBlock;
  clockConfig: ClockConfig;
  clock: Clock;
  identity: Identity;
  events: EventLog;
  addresses: AddressPlan;
  processes: Processes;
  reaper: Reaper;
  managed: ManagedProcess[];
}

/** Everything opened goes onto `started`, which closes it in reverse. */
export async function layFoundation(
  options: EngineOptions,
  started: AsyncDisposableStack,
): Promise<Foundation> {
  started.use(lockStateDirectory(options.stateDirectory));
  const state = started.use(
    new StateStore(path.join(options.stateDirectory, 'control-plane.sqlite')),
  );
  const block = started.use(await claimBlock(state, options.regions.length));
  const clockConfig = loadClock(state, options.speed);
  const clock = new SystemClock(clockConfig);
  const events = new EventLog();
  const reaper = new Reaper();
  started.defer(() => reaper.standDown());
  const managed = manageProcesses(options, { clock, reaper, events });
  started.defer(async () => void (await Promise.all(managed.map((one) => one.stop()))));
  // They load while the control plane does; their first document comes when it is ready.
  for (const one of managed) one.start();
  return {
    options,
    state,
    block,
    clockConfig,
    clock,
    identity: loadIdentity(state, options.regions),
    events,
    addresses: new LoopbackAddressPlan({ base: block.base, regions: options.regions, state }),
    processes: new Processes({ clock, events }),
    reaper,
    managed,
  };
}

/** The block of the last time, if it is free: addresses in a user's notes and bookmarks stay true. */
async function claimBlock(state: StateStore, regions: number): Promise<AddressBlock> {
  const table = state.table<{ base: number }>('runtime/address-block');
  const block = await claimAddressBlock({ preferredBase: table.get('block')?.base, regions });
  table.put('block', { base: block.base });
  return block;
}

function manageProcesses(
  options: EngineOptions,
  shared: { clock: Clock; reaper: Reaper; events: EventLog },
): ManagedProcess[] {
  const onEvent: EventLog['record'] = (source, awsMs, wallMs, body) =>
    shared.events.record(source, awsMs, wallMs, body);
  const regions = path.join(options.stateDirectory, 'regions');
  return [GLOBAL, ...options.regions].map(
    (name) =>
      new ManagedProcess({
        name,
        program: name === GLOBAL ? PROCESS_FILES.global : PROCESS_FILES.region,
        directory:
          name === GLOBAL ? path.join(options.stateDirectory, name) : path.join(regions, name),
        clock: shared.clock,
        reaper: shared.reaper,
        onEvent,
      }),
  );
}
