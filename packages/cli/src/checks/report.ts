import { callEngine } from '../engine/control.ts';
import type { Session } from '../engine/session.ts';
import { fetchAsVisitor } from '../probe/fetch.ts';
import { servedBy, type ServedBy } from './picture.ts';
import type { SystemReport } from './run.ts';

/** What `status --json` prints. */
export interface StatusReport {
  endpoint: string;
  dns: { address: string; port: number };
  site: { url: string; servedBy: ServedBy | null };
  regions: { name: string; role: 'primary' | 'standby'; state: string }[];
  systems: SystemReport[];
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
  const [engine, served] = await Promise.all([
    callEngine(info, 'GET', 'state'),
    whoServes(info, site.domain),
  ]);
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
    systems,
    acceptedWithoutEffect: engine.acceptedWithoutEffect,
  };
}

async function whoServes(info: Session['info'], domain: string): Promise<ServedBy | null> {
  try {
    return servedBy((await fetchAsVisitor(info, `https://${domain}/api/whoami`)).body) ?? null;
  } catch {
    return null; // nobody does; the checks say why
  }
}
