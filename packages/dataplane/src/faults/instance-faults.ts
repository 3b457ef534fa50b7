import { faultValue, matchesWildcard, type Random } from '@understudy/contract';
import type { FaultView } from './faults-now.ts';

export interface FaultyInstance {
  instanceId: string;
  zone: string;
}

/** What becomes of the processes of an instance's program. */
export type ProgramState = 'running' | 'stopped' | 'killed';

export function programState(faults: FaultView, instance: FaultyInstance): ProgramState {
  const modes: string[] = [
    ...faults.of('instances').filter((fault) => isOneOf(fault, instance)),
    ...faults.of('zone').filter(({ zone }) => zone === instance.zone),
  ].map(({ mode }) => mode);
  if (modes.includes('crash')) return 'killed';
  // Of a zone in a black hole nothing comes out: what programs would ask for themselves neither.
  return modes.includes('hang') || modes.includes('blackhole') ? 'stopped' : 'running';
}

/** What a request to an instance meets before, or in place of, its program. */
export interface WebFault {
  delayMs: number;
  /** It is answered 500, and the program does not hear of it. */
  isError: boolean;
}

/** Whether any request to the instance may meet one. */
export function hasWebFaults(faults: FaultView, instance: FaultyInstance): boolean {
  return faults.of('path').length > 0 || webFaults(faults, instance).length > 0;
}

/** `path` is without the query. */
export function decideWebFault(
  faults: FaultView,
  { path, ...instance }: FaultyInstance & { path: string },
  random: Random,
): WebFault {
  const own = [
    ...webFaults(faults, instance),
    ...faults
      .of('path')
      .filter(
        (fault) =>
          matchesWildcard(fault.path, path) &&
          (fault.except === undefined || !matchesWildcard(fault.except, path)),
      ),
  ];
  const found: WebFault = { delayMs: 0, isError: false };
  for (const fault of own) {
    if (fault.mode === 'slow') found.delayMs += faultValue(fault, 'delaySeconds') * 1_000;
    else found.isError ||= random.next() < faultValue(fault, 'rate');
  }
  return found;
}

function webFaults(faults: FaultView, instance: FaultyInstance) {
  return faults
    .of('instances')
    .filter(
      (fault) => (fault.mode === 'error' || fault.mode === 'slow') && isOneOf(fault, instance),
    );
}

/** Without ids, every instance is meant. */
function isOneOf(
  { instanceIds }: { instanceIds?: readonly string[] },
  { instanceId }: { instanceId: string },
): boolean {
  return instanceIds?.includes(instanceId) ?? true;
}
