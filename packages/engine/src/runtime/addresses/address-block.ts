import net from 'node:net';
import type { PortPlan } from '@understudy/contract';
import { UnderstudyError } from '@understudy/contract/errors';
import { localPort } from '@understudy/contract/ports';

/**
 * A block is a run of /16 networks of loopback addresses: `127.B.0.0/16` is global,
 * `127.(B+n).0.0/16` is region n. An engine claims as many as it needs for as long as it runs,
 * network by network, so that two engines on one machine never meet. All of 127.0.0.0/8 is used but
 * its ends: 127.0 to 127.9 are what other programs bind by habit.
 */
const NETWORK_FIRST = 10;
const NETWORK_LAST = 253;

/**
 * The network of what does not run here, such as a third region's S3: nobody ever listens on it.
 */
export const NOWHERE_NETWORK = 254;

/**
 * One that every user may bind: engines with and without the right to low ports must meet on it.
 */
const CLAIM_PORT = 8047;
/** Ports that must be free for true port numbers to be used. */
const PROBED_PORTS = [80, 443, 53] as const;

export interface AddressBlock extends Disposable {
  readonly base: number;
  readonly ports: PortPlan;
}

/**
 * Claims the preferred block, or else the first free one, and finds out whether true port numbers
 * can be had.
 *
 * @param options.regions how many regions the engine runs
 * @param options.avoidedNetworks second octets that are taken only where there are no others
 * @param options.listen takes an address, or gives the system's error; for tests
 * @throws UnderstudyError AddressBlocksTaken, LoopbackAddressMissing
 */
export async function claimAddressBlock(options: {
  preferredBase: number | undefined;
  regions: number;
  avoidedNetworks?: readonly number[];
  listen?: typeof tryListen;
}): Promise<AddressBlock> {
  const networks = 1 + options.regions;
  const { preferredBase, avoidedNetworks = [], listen = tryListen } = options;
  for (const base of candidates(preferredBase, networks, avoidedNetworks)) {
    const claims = await claimNetworks(base, networks, listen);
    if (claims === undefined) continue;
    // Only the owner of the block probes it: two engines that start at once would take each other
    // for a web server.
    const ports = await choosePorts(base);
    if (await isVacated({ base, networks, ports })) {
      const release = (): void => claims.forEach((claim) => claim.close());
      return { base, ports, [Symbol.dispose]: release };
    }
    await Promise.all(claims.map(close));
  }
  throw new UnderstudyError('AddressBlocksTaken', {
    message: `no ${networks} neighbouring networks from 127.${NETWORK_FIRST}.0.0/16 to 127.${NETWORK_LAST}.0.0/16 are free`,
  });
}

function candidates(
  preferredBase: number | undefined,
  networks: number,
  avoided: readonly number[],
): number[] {
  const all: number[] = [];
  for (let base = NETWORK_FIRST; base + networks - 1 <= NETWORK_LAST; base += networks)
    all.push(base);
  const isAvoided = (base: number): boolean =>
    avoided.some((network) => network >= base && network < base + networks);
  const bases = new Set([
    ...(preferredBase === undefined ? [] : [preferredBase]),
    ...all.filter((base) => !isAvoided(base)),
    ...all.filter(isAvoided),
  ]);
  return [...bases].filter((base) => base + networks - 1 <= NETWORK_LAST);
}

/** All of them or none; undefined when another engine has one. */
async function claimNetworks(
  base: number,
  networks: number,
  listen: typeof tryListen,
): Promise<net.Server[] | undefined> {
  const claims: net.Server[] = [];
  for (let network = base; network < base + networks; network += 1) {
    const claim = await listen(`127.${network}.0.1`, CLAIM_PORT);
    if (claim instanceof net.Server) {
      claim.unref();
      claims.push(claim);
      continue;
    }
    await Promise.all(claims.map(close));
    if (claim.code === 'EADDRNOTAVAIL') throw missing(network);
    if (claim.code !== 'EADDRINUSE') throw claim;
    return undefined;
  }
  return claims;
}

async function choosePorts(base: number): Promise<PortPlan> {
  for (const port of PROBED_PORTS) {
    // An address that the plan gives to nothing: only the right to the port, and wildcard
    // listeners, are probed.
    const server = await tryListen(`127.${base}.0.254`, port);
    if (!(server instanceof net.Server)) return { privilegedPortOffset: 8000 };
    await close(server);
  }
  return { privilegedPortOffset: 0 };
}

/**
 * An engine that was killed a moment ago may still have processes, which its reaper is about to
 * kill.
 */
async function isVacated(block: {
  base: number;
  networks: number;
  ports: PortPlan;
}): Promise<boolean> {
  const { base, networks, ports } = block;
  const stores = Array.from({ length: networks - 1 }, (_unused, index) => ({
    address: `127.${base + 1 + index}.0.10`,
    port: 80,
  }));
  const registry = { address: `127.${base}.0.4`, port: 53 };
  for (const { address, port } of [registry, ...stores]) {
    const server = await tryListen(address, localPort(port, ports));
    if (!(server instanceof net.Server)) return false;
    await close(server);
  }
  return true;
}

function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function missing(network: number): UnderstudyError {
  return new UnderstudyError('LoopbackAddressMissing', {
    message: `this system does not have the loopback address 127.${network}.0.1`,
    hint: 'Understudy gives every load balancer node, name server and web server an address of its own in 127.0.0.0/8; on Linux they are all there, on macOS this version does not run yet',
  });
}

function tryListen(address: string, port: number): Promise<net.Server | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error) => resolve(error));
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
}
