import type { RegionDocument, FaultMode } from '@understudy/contract';
import type { DataPlaneProcess } from '../processes/data-plane-process.ts';
import { nodeEndpoints, publicEndpoints } from '../addresses/public-endpoints.ts';
import type { SupervisorLink } from '../processes/supervisor-link.ts';

export interface RegionFaultsOptions {
  link: Pick<SupervisorLink, 'call' | 'send'>;
  processes: readonly DataPlaneProcess[];
  regions: readonly string[];
  documentOf(region: string): RegionDocument;
}

/**
 * Loses regions and heals them. The supervisor does it, and holds what is lost while control planes
 * come and go.
 */
export class RegionFaults {
  readonly #options: RegionFaultsOptions;

  constructor(options: RegionFaultsOptions) {
    this.#options = options;
  }

  modeOf(name: string): FaultMode | undefined {
    return this.#options.processes.find((one) => one.name === name)?.report.fault;
  }

  /** Resolves when the region is lost as its visitors see it. */
  break(region: string, mode: FaultMode): Promise<void> {
    const { link, regions, documentOf } = this.#options;
    // A black hole has to be where the region was.
    const endpoints =
      mode === 'blackhole' && regions.includes(region) ? publicEndpoints(documentOf(region)) : [];
    return link.call((id) => ({ kind: 'break', id, region, mode, endpoints }));
  }

  /** Once whoever asked for it may have its answer; it goes on by itself after that time. */
  breakControlPlane(mode: 'crash' | 'hang', forWallMs: number | undefined): void {
    this.#options.link.send({ kind: 'break-control-plane', mode, forWallMs });
  }

  /** A zone's addresses are held once its region's process has left them. */
  async holdZone(zone: string): Promise<void> {
    const { link, regions, documentOf } = this.#options;
    const region = regions.find((name) => zone.startsWith(name));
    if (region === undefined) return;
    const endpoints = nodeEndpoints(documentOf(region), (node) => node.zone === zone);
    await link.call((id) => ({ kind: 'hold', id, name: zone, endpoints }));
  }

  letGoOfZone(zone: string): Promise<void> {
    return this.#options.link.call((id) => ({ kind: 'let-go', id, name: zone }));
  }

  heal(region: string): Promise<void> {
    return this.#options.link.call((id) => ({ kind: 'heal', id, region }));
  }
}
