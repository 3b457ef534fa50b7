import { DEFAULT_PORT } from '../flags.ts';
import type { Machine } from './machine.ts';
import { lacking, ok, poor, type Row } from './row.ts';

/**
 * The ends of what engines have (engine/src/runtime/addresses/address-block.ts), at hosts that they
 * give to nothing.
 */
const ADDRESSES = ['127.10.0.253', '127.253.0.253'] as const;
const LOW_PORTS = [
  ['tcp', 53],
  ['udp', 53],
  ['tcp', 80],
  ['tcp', 443],
] as const;
const OFFSET = 8_000;

export async function checkAddresses(machine: Machine): Promise<Row> {
  const name = 'addresses';
  for (const address of ADDRESSES) {
    const problem = await machine.bind('tcp', address, 0);
    if (problem !== undefined)
      return lacking(
        name,
        `${address}: ${problem}`,
        machine.platform === 'darwin'
          ? 'macOS has 127.0.0.1 alone; run it in a Linux virtual machine or container'
          : 'let this system have all of 127.0.0.0/8 on its loopback interface',
      );
  }
  return ok(name, 'all of 127.0.0.0/8');
}

/** Without the true ports all works, on ports that are 8000 higher. */
export async function checkLowPorts(machine: Machine): Promise<Row> {
  const name = 'ports 53, 80, 443';
  const tried = await Promise.all(
    LOW_PORTS.map(async ([protocol, port]) => ({
      port,
      protocol,
      problem: await machine.bind(protocol, ADDRESSES[1], port),
    })),
  );
  const denied = tried.filter(({ problem }) => problem !== undefined);
  if (denied.length === 0) return ok(name, 'free');
  const high = LOW_PORTS.slice(1).map(([, port]) => port + OFFSET);
  const instead = `${high.join(', ')} are used instead`;
  const isForbidden = denied.every(({ problem }) => problem === 'EACCES');
  if (isForbidden)
    return poor(
      name,
      `not for this user: ${instead}`,
      'sudo sysctl net.ipv4.ip_unprivileged_port_start=53',
    );
  const taken = denied.map(({ port, protocol }) => `${port}/${protocol}`).join(', ');
  return poor(
    name,
    `${taken} taken on every address: ${instead}`,
    'stop the program that has them, or have it listen on 127.0.0.1',
  );
}

export async function checkEndpointPort(
  machine: Machine,
  engines: readonly { directory: string; endpoint: string }[],
): Promise<Row> {
  const name = `port ${DEFAULT_PORT}`;
  const problem = await machine.bind('tcp', '127.0.0.1', DEFAULT_PORT);
  if (problem === undefined) return ok(name, 'free for the AWS endpoint');
  const own = engines.find(({ endpoint }) => endpoint.endsWith(`:${DEFAULT_PORT}`));
  return own === undefined
    ? poor(name, problem, 'start with another: understudy up --port N')
    : ok(name, `the engine of ${own.directory}`);
}
