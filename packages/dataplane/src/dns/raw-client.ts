import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';

/** For tests that send bytes of their own making. Bounded by the test's time-out. */

export function askRawUdp(
  server: { address: string; port: number },
  query: Buffer,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.on('error', reject);
    socket.on('message', (message) => {
      socket.close();
      resolve(message);
    });
    socket.send(query, server.port, server.address);
  });
}

/** One question over TCP, its length added. */
export async function askRawTcp(
  server: { address: string; port: number },
  query: Buffer,
): Promise<Buffer> {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(query.length);
  const [response] = await askMany(server, Buffer.concat([length, query]), 1);
  if (response === undefined) throw new Error('no response');
  return response;
}

askRawTcp.many = askMany;

/** Sends a stream as it is, closes its own side, and reads `count` responses. */
function askMany(
  server: { address: string; port: number },
  stream: Buffer,
  count: number,
): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: server.address, port: server.port });
    const responses: Buffer[] = [];
    let received = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${responses.length} responses`)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        responses.push(received.subarray(2, end));
        received = received.subarray(end);
      }
      if (responses.length < count) return;
      resolve(responses);
      socket.destroy();
    });
    socket.end(stream);
  });
}
