import net from 'node:net';

export type TcpOutcome = 'answered' | 'silent' | 'refused';

/**
 * Connects from this machine's own address, sends a line of HTTP and waits until `giveUp` resolves:
 * does anybody speak there?
 */
export async function knock(
  endpoint: { address: string; port: number },
  giveUp: Promise<unknown>,
): Promise<TcpOutcome> {
  const socket = net.connect({ host: endpoint.address, port: endpoint.port });
  const outcome = new Promise<TcpOutcome>((resolve) => {
    socket.once('connect', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
    socket.once('data', () => resolve('answered'));
    socket.once('error', () => resolve('refused'));
    socket.once('close', () => resolve('refused'));
  });
  const result = await Promise.race([outcome, giveUp.then(() => 'silent' as const)]);
  socket.destroy();
  return result;
}
