import type { FaultPort } from '@understudy/drill';
import type { EngineInfo } from '@understudy/engine';
import { callEngine } from '../engine/control.ts';

/** A blackhole takes the engine a few seconds, on a busy machine. */
const FAULT_WALL_MS_MAX = 20_000;

/** The engine's own port: the newest fault of its answer is the one that was asked for. */
export function faultPort(info: EngineInfo): FaultPort {
  return {
    async begin(fault) {
      const { faults } = await callEngine(info, 'POST', 'faults', fault, FAULT_WALL_MS_MAX);
      return faults.at(-1)?.id ?? '';
    },
    async end(id) {
      await callEngine(info, 'POST', 'heal', { id }, FAULT_WALL_MS_MAX);
    },
  };
}
