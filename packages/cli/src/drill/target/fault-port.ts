import type { FaultPort } from '@understudy/drill';
import type { EngineInfo } from '@understudy/engine';
import { beginFault, callEngine } from '../../engine/control.ts';

/** A blackhole takes the engine a few seconds, on a busy machine. */
const FAULT_WALL_MS_MAX = 20_000;

/** The engine's own port. */
export function faultPort(info: EngineInfo): FaultPort {
  return {
    async begin(fault) {
      const { id } = await beginFault(info, fault, FAULT_WALL_MS_MAX);
      return id;
    },
    async end(id) {
      await callEngine(info, 'POST', 'heal', { id }, FAULT_WALL_MS_MAX);
    },
  };
}
