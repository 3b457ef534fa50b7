import { CHECKER_REGIONS, UnderstudyError } from '@understudy/contract';
import type { AddressPlan } from '../../kernel/network/addresses.ts';
import { CHECKER_BLOCKS, hostIn } from '../../kernel/network/published-ranges.ts';
import type { StateStore, Table } from '../../kernel/state/state-store.ts';
import { runtimeTables } from '../records.ts';
import { NOWHERE_NETWORK } from './address-block.ts';

/** Each costs a process with its web servers; ours keeps a typing error from starting a hundred. */
const REGIONS_MAX = 8;

/** Third octets of a region's /16. */
const NODE_OCTET = 16;
const NODES_PER_OCTET = 200;
const POOL_OCTET = 64;
const POOLS_MAX = 256 - POOL_OCTET;
const NODES_MAX = NODES_PER_OCTET * (POOL_OCTET - NODE_OCTET);
const STATUS_PORT = 8099;

/**
 * "About one request every two seconds" at a 30 s interval makes about sixteen checkers in Route
 * 53's eight regions.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
const CHECKERS_PER_REGION = 2;

/** Which host of a published block a sender is; any would do. */
const HOST_OFFSET = 21;

/** One loopback address a thing, as systems with the whole of 127.0.0.0/8 allow. */
export class LoopbackAddressPlan implements AddressPlan {
  readonly globalStatus: { address: string; port: number };
  readonly resolver: string;
  readonly validationResolver: string;
  readonly registry: string;
  readonly awsNames: string;
  readonly nameServers: readonly string[];
  readonly edgeLocations: AddressPlan['edgeLocations'];
  readonly checkers: AddressPlan['checkers'];
  readonly #base: number;
  readonly #allocations: Table<{ index: number }>;
  readonly #regions: readonly string[];

  constructor(options: { base: number; regions: readonly string[]; state: StateStore }) {
    const { base } = options;
    if (options.regions.length > REGIONS_MAX)
      throw new UnderstudyError('UsageInvalid', {
        message: `${options.regions.length} regions are more than one engine runs`,
        hint: `use at most ${REGIONS_MAX}`,
      });
    this.#base = base;
    this.#regions = options.regions;
    this.#allocations = options.state.table(runtimeTables.addresses);
    this.resolver = `127.${base}.0.2`;
    this.validationResolver = `127.${base}.0.3`;
    this.registry = `127.${base}.0.4`;
    this.awsNames = `127.${base}.0.5`;
    this.globalStatus = { address: `127.${base}.0.6`, port: STATUS_PORT };
    this.nameServers = [1, 2, 3, 4].map((host) => `127.${base}.1.${host}`);
    this.edgeLocations = [
      {
        code: 'ICN57-P1',
        address: `127.${base}.2.1`,
        publishedIp: hostIn('13.124.199.0/24', HOST_OFFSET),
      },
      {
        code: 'IAD89-P2',
        address: `127.${base}.2.2`,
        publishedIp: hostIn('130.176.160.0/19', HOST_OFFSET),
      },
    ];
    this.checkers = CHECKER_REGIONS.flatMap((region, index) =>
      (CHECKER_BLOCKS[region] ?? []).map((block, copy) => ({
        region,
        address: `127.${base}.3.${index * CHECKERS_PER_REGION + copy + 1}`,
        publishedIp: hostIn(block, HOST_OFFSET),
      })),
    );
  }

  balancerNode(region: string, loadBalancerArn: string, subnetId: string): string {
    const index = this.#index('node', region, `${loadBalancerArn}/${subnetId}`, NODES_MAX);
    return `${this.#network(region)}.${NODE_OCTET + Math.floor(index / NODES_PER_OCTET)}.${(index % NODES_PER_OCTET) + 1}`;
  }

  subnetPool(region: string, subnetId: string): string {
    return `${this.#network(region)}.${POOL_OCTET + this.#index('pool', region, subnetId, POOLS_MAX)}.0/24`;
  }

  s3Endpoint(region: string): string {
    return `${this.#network(region)}.0.10`;
  }

  status(region: string): { address: string; port: number } {
    return { address: `${this.#network(region)}.0.11`, port: STATUS_PORT };
  }

  metadata(region: string): string {
    return `${this.#network(region)}.0.12`;
  }

  dependencies(region: string): string {
    return `${this.#network(region)}.0.13`;
  }

  /** Regions that are not simulated are nowhere: never listened on, so refused at once. */
  #network(region: string): string {
    const index = this.#regions.indexOf(region);
    return `127.${index === -1 ? NOWHERE_NETWORK : this.#base + index + 1}`;
  }

  #index(kind: string, region: string, name: string, most: number): number {
    const prefix = `${kind}/${region}/`;
    const known = this.#allocations.get(prefix + name);
    if (known !== undefined) return known.index;
    const taken = new Set(this.#allocations.list(prefix).map((allocation) => allocation.index));
    let index = 0;
    while (taken.has(index)) index += 1;
    if (index >= most)
      throw new UnderstudyError('Internal', {
        message: `no loopback address is left for ${kind} ${name} in ${region} (${most} at most)`,
      });
    this.#allocations.put(prefix + name, { index });
    return index;
  }
}
