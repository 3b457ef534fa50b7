import type { ActiveFault } from '@understudy/contract';
import { callEngine } from '../../engine/control.ts';
import type { Session } from '../../engine/session.ts';
import type { ServedBy } from '../check.ts';
import type { SystemReport } from '../run.ts';

/** What `status --json` prints. */
export interface StatusReport {
  endpoint: string;
  dns: { address: string; port: number };
  site: { url: string; servedBy: ServedBy | null };
  /** What is broken on purpose, oldest first. */
  faults: ActiveFault[];
  regions: { name: string; role: 'primary' | 'standby'; state: string }[];
  systems: SystemReport[];
  /** The engine's own: `supervisor`, `control-plane`, `global` and the regions. */
  processes: { name: string; pid: number | null; state: string }[];
  /** What of its document a process could not do, or what it ends by, as sentences. */
  problems: { process: string; problem: string }[];
  /** Accepted template properties that do nothing on this engine. */
  acceptedWithoutEffect: {
    stackName: string;
    logicalId: string;
    type: string;
    property: string;
    reason: string;
  }[];
}

export async function statusReport(
  { info, site }: Session,
  systems: SystemReport[],
): Promise<StatusReport> {
  const engine = await callEngine(info, 'GET', 'state');
  // The picture's check asked as a visitor does; null when nobody answered it.
  const served = systems.find((system) => system.servedBy !== undefined)?.servedBy ?? null;
  const stateOf = (name: string): string => {
    const region = engine.regions.find((one) => one.name === name);
    return region?.fault ?? region?.state ?? 'unknown';
  };
  return {
    endpoint: info.endpoint,
    dns: info.dns,
    site: { url: `https://${site.domain}`, servedBy: served },
    regions: [
      { name: site.primary, role: 'primary', state: stateOf(site.primary) },
      { name: site.standby, role: 'standby', state: stateOf(site.standby) },
    ],
    faults: engine.faults,
    systems: systems.map(({ servedBy: _, ...system }) => system),
    processes: engine.processes,
    problems: [engine.global, ...engine.regions].flatMap(({ name, problems }) =>
      problems.map((problem) => ({ process: name, problem })),
    ),
    acceptedWithoutEffect: engine.acceptedWithoutEffect,
  };
}
