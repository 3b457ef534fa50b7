import net from 'node:net';
import { localPort, UnderstudyError, type PortPlan } from '@understudy/contract';

/**
 * Blocks of ten /16 networks of loopback addresses: `127.B.0.0/16` is global, `127.(B+n).0.0/16` is region n. An engine
 * claims one for as long as it runs, so that two engines on one machine never meet.
 */
export const BLOCK_SIZE = 10;
const BLOCK_BASES = [10, 20, 30, 40, 50, 60, 70, 80, 90] as const;

/** One that every user may bind: engines with and without the right to low ports must meet on it. */
const CLAIM_PORT = 8047;
/** Ports that must be free for true port numbers to be used. */
const PROBED_PORTS = [80, 443, 53] as const;

export interface AddressBlock extends Disposable {
  readonly base: number;
  readonly ports: PortPlan;
}

/** Claims the preferred block, or else the first free one, and finds out whether true port numbers can be had. */
export async function claimAddressBlock(preferredBase: number | undefined): Promise<AddressBlock> {
  const bases = [
    ...new Set([...(preferredBase === undefined ? [] : [preferredBase]), ...BLOCK_BASES]),
  ];
  for (const base of bases) {
    const claim = await tryListen(`127.${base}.0.1`, CLAIM_PORT);
    if (claim instanceof net.Server) {
      claim.unref();
      // Only the owner of the block probes it: two engines that start at once would take each other for a web server.
      const ports = await choosePorts(base);
      if (await isVacated(base, ports)) {
        return { base, ports, [Symbol.dispose]: () => void claim.close() };
      }
      await close(claim);
      continue;
    }
    if (claim.code === 'EADDRNOTAVAIL') throw missing(base);
    if (claim.code !== 'EADDRINUSE') throw claim;
  }
  throw new UnderstudyError('AddressBlocksTaken', {
    message: `all ${BLOCK_BASES.length} blocks of loopback addresses are taken by running engines`,
  });
}

async function choosePorts(base: number): Promise<PortPlan> {
  for (const port of PROBED_PORTS) {
    // An address that the plan gives to nothing: only the right to the port, and wildcard listeners, are probed.
    const server = await tryListen(`127.${base}.0.254`, port);
    if (!(server instanceof net.Server)) return { privilegedPortOffset: 8000 };
    await close(server);
  }
  return { privilegedPortOffset: 0 };
}

/** An engine that was killed a moment ago may still have processes, which its reaper is about to kill. */
async function isVacated(base: number, ports: PortPlan): Promise<boolean> {
  const witnesses = [
    { address: `127.${base}.0.4`, port: 53 }, // the registry
    { address: `127.${base + 1}.0.10`, port: 80 }, // the first region's S3
    { address: `127.${base + 2}.0.10`, port: 80 }, // the second's
  ];
  for (const { address, port } of witnesses) {
    const server = await tryListen(address, localPort(port, ports));
    if (!(server instanceof net.Server)) return false;
    await close(server);
  }
  return true;
}

function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function missing(base: number): UnderstudyError {
  return new UnderstudyError('LoopbackAddressMissing', {
    message: `this system does not have the loopback address 127.${base}.0.1`,
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
