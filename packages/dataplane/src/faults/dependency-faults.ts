import { faultValue } from '@understudy/contract';
import type { FaultView } from './faults-now.ts';
import type { WebFault } from './instance-faults.ts';

/** What becomes of connections to a dependency. */
export type DependencyState = 'passing' | 'hung' | 'refusing';

export function dependencyState(faults: FaultView, port: number): DependencyState {
  const modes = ofPort(faults, port).map(({ mode }) => mode);
  if (modes.includes('refuse')) return 'refusing';
  return modes.includes('hang') ? 'hung' : 'passing';
}

/** Whether any request to the dependency may meet a fault. */
export function hasDependencyFaults(faults: FaultView, port: number): boolean {
  return ofPort(faults, port).some(({ mode }) => mode === 'slow' || mode === 'error');
}

/** What a request to it meets. */
export function decideDependencyFault(faults: FaultView, port: number): WebFault {
  const own = ofPort(faults, port);
  const slow = own.filter(({ mode }) => mode === 'slow');
  return {
    delayMs: slow.reduce((total, fault) => total + faultValue(fault, 'delaySeconds') * 1_000, 0),
    isError: own.some(({ mode }) => mode === 'error'),
  };
}

function ofPort(faults: FaultView, port: number) {
  return faults.of('dependency').filter((fault) => fault.port === port);
}
