import type { InjectedFault } from '@understudy/contract';

/** Whether a fault is of that region: healing the region ends it. */
export function isIn(fault: InjectedFault, region: string): boolean {
  switch (fault.subject) {
    case 'zone':
      return fault.zone.startsWith(region);
    case 'checkers':
    case 'name-servers':
    case 'resolver':
    case 'certificate':
      return false;
    case 'region':
    case 'instances':
    case 'load-balancer':
    case 'path':
    case 'dependency':
    case 's3':
    case 'replication':
    case 'control-plane':
    case 'capacity':
    case 'clock':
      return fault.region === region;
  }
}

/** Those whose doing the supervisor has: it signals a region's processes. */
export function losesRegion(
  fault: InjectedFault,
): fault is InjectedFault & { subject: 'region'; mode: 'crash' | 'hang' | 'blackhole' } {
  return fault.subject === 'region' && fault.mode !== 'slow' && fault.mode !== 'lossy';
}

/** What the global process is to do. */
export function faultsOfGlobal(faults: readonly InjectedFault[]): InjectedFault[] {
  return faults.filter(({ subject }) =>
    ['checkers', 'name-servers', 'resolver', 'certificate'].includes(subject),
  );
}

/** What a region's process is to do; those that the supervisor does are not told to it. */
export function faultsOfRegion(faults: readonly InjectedFault[], region: string): InjectedFault[] {
  return faults.filter((fault) => {
    if (fault.subject === 'control-plane')
      return fault.mode === 'refuse-launches' && (fault.region ?? region) === region;
    // What all regions share is broken for each of them.
    if (fault.subject === 'dependency') return (fault.region ?? region) === region;
    return isIn(fault, region) && !losesRegion(fault);
  });
}
