import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';

export interface LoadTarget {
  host: string;
  port: number;
  /** The name under TLS; without it, plain HTTP. The certificate is not looked at. */
  servername?: string;
}

/**
 * Sends one request over and over on so many connections, each after the answer to the one before,
 * for so long. Gives how many were answered. Throws when an answer is not 200: a figure of errors
 * would be none.
 */
export async function load(
  target: LoadTarget,
  request: Buffer,
  { connections, ms }: { connections: number; ms: number },
): Promise<number> {
  const endMs = performance.now() + ms;
  const counts = await Promise.all(
    Array.from({ length: connections }, () => oneConnection(target, request, endMs)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function oneConnection(target: LoadTarget, request: Buffer, endMs: number): Promise<number> {
  const { host, port, servername } = target;
  return new Promise((resolve, reject) => {
    const socket: Socket =
      servername === undefined
        ? connectPlain({ host, port })
        : connectSecure({ host, port, servername, rejectUnauthorized: false });
    let answered = 0;
    let head = '';
    let missingBytes = 0;
    const next = (): void => {
      if (performance.now() < endMs) return void socket.write(request);
      socket.destroy();
      resolve(answered);
    };
    socket.once(servername === undefined ? 'connect' : 'secureConnect', next);
    socket.on('data', (chunk: Buffer) => {
      let bytes = chunk;
      if (missingBytes === 0) {
        head += bytes.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.startsWith('HTTP/1.1 200 '))
          return void socket.destroy(new Error(`answered ${head}`));
        const lengthBytes = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
        bytes = Buffer.from(head.slice(end + 4), 'latin1');
        missingBytes = lengthBytes;
        head = '';
      }
      missingBytes -= bytes.length;
      if (missingBytes > 0) return;
      answered += 1;
      missingBytes = 0;
      next();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answered));
  });
}
