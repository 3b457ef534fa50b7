import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIP, type Server, type Socket } from 'node:net';
import { errorText } from '@understudy/contract';
import { listenAt, stopListening } from '@understudy/wire';
import type { PartContext } from '../part.ts';
import { respond } from './respond.ts';
import type { DnsRole } from './role.ts';

/**
 * One more, and the idlest is closed (RFC 7766 section 6.2.3 lets a server do that when it is
 * short).
 */
const TCP_CONNECTIONS_MAX = 256;
/**
 * Questions of one connection that wait for their answers; more are read when some are answered.
 */
const TCP_QUESTIONS_MAX = 100;
/** RFC 7766 section 6.2.3: seconds, not minutes. Judged by other programs, so wall time. */
const TCP_IDLE_WALL_MS = 10_000;
/** Room for a burst while the process does something else. */
const UDP_RECEIVE_BUFFER_BYTES = 1_048_576;

/** One role at one address, over UDP and TCP. */
export class DnsListener {
  readonly address: string;
  readonly port: number;
  readonly #context: PartContext;
  readonly role: DnsRole;
  readonly #udp: UdpSocket;
  readonly #tcp: Server;
  /** The one that was silent for longest comes first. */
  readonly #connections = new Set<Socket>();
  #closed = false;

  constructor(context: PartContext, options: { role: DnsRole; address: string; port: number }) {
    this.address = options.address;
    this.port = options.port;
    this.#context = context;
    this.role = options.role;
    const type = isIP(options.address) === 6 ? 'udp6' : 'udp4';
    this.#udp = createSocket({ type, recvBufferSize: UDP_RECEIVE_BUFFER_BYTES });
    this.#tcp = createServer({ allowHalfOpen: true }, (socket) => {
      this.#serveConnection(socket);
    });
  }

  /** Resolves when both listen; rejects, with both closed, when either cannot. */
  async open(): Promise<void> {
    try {
      this.#udp.bind({ address: this.address, port: this.port });
      await once(this.#udp, 'listening');
      await listenAt(this.#tcp, { host: this.address, port: this.port });
    } catch (thrown) {
      await this.close();
      throw thrown;
    }
    this.#udp.on('message', (message, from) => this.#serveDatagram(message, from));
    this.#udp.on('error', (error) => this.#log(`UDP: ${errorText(error)}`));
    this.#tcp.on('error', (error) => this.#log(`TCP: ${errorText(error)}`));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const connection of this.#connections) connection.destroy();
    await stopListening(this.#tcp);
    await closeUdp(this.#udp);
  }

  #serveDatagram(message: Buffer, from: RemoteInfo): void {
    const send = (response: Buffer): void => {
      // An answer that cannot be sent is a lost datagram to the client, which asks again.
      this.#udp.send(response, from.port, from.address, () => undefined);
    };
    const client = { transport: 'udp', address: from.address } as const;
    const response = respond(message, client, this.role, (body) => this.#context.emit(body));
    if (response instanceof Promise) {
      void response.then((later) => {
        if (!this.#closed) send(later);
      });
    } else if (response !== undefined) {
      send(response);
    }
  }

  #serveConnection(socket: Socket): void {
    this.#remember(socket);
    this.#closeIdlest();
    socket.setTimeout(TCP_IDLE_WALL_MS, () => socket.destroy());
    socket.on('close', () => this.#connections.delete(socket));
    // A client that resets its connection has gone, and nothing is owed to it.
    socket.on('error', () => socket.destroy());
    const client = { transport: 'tcp', address: socket.remoteAddress ?? '' } as const;
    const pipeline = new TcpPipeline(socket, (message) =>
      respond(message, client, this.role, (body) => this.#context.emit(body)),
    );
    socket.on('data', (chunk) => {
      this.#remember(socket);
      pipeline.take(chunk);
    });
    socket.on('drain', () => pipeline.goOn());
    socket.on('end', () => pipeline.end());
  }

  #remember(socket: Socket): void {
    this.#connections.delete(socket);
    this.#connections.add(socket);
  }

  /** Whoever holds connections open without asking does not keep others out. */
  #closeIdlest(): void {
    if (this.#connections.size <= TCP_CONNECTIONS_MAX) return;
    const [idlest] = this.#connections;
    idlest?.destroy();
    if (idlest !== undefined) this.#connections.delete(idlest);
  }

  #log(message: string): void {
    const where = `${this.address}:${this.port}`;
    this.#context.emit({
      type: 'log',
      level: 'error',
      message: `${this.role.title} at ${where}: ${message}`,
    });
  }
}

/**
 * Messages of one connection, each after two bytes of length (RFC 1035 section 4.2.2), answered as
 * they are ready.
 */
class TcpPipeline {
  #pending = Buffer.alloc(0);
  #waiting = 0;
  #ended = false;
  readonly #socket: Socket;
  readonly #respond: (message: Buffer) => Buffer | undefined | Promise<Buffer>;

  constructor(socket: Socket, respond: (message: Buffer) => Buffer | undefined | Promise<Buffer>) {
    this.#socket = socket;
    this.#respond = respond;
  }

  take(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    this.#drain();
  }

  end(): void {
    this.#ended = true;
    this.#drain();
  }

  /** The client has read what was written to it, or has room for more. */
  goOn(): void {
    this.#socket.resume();
    this.#drain();
  }

  #drain(): void {
    while (!this.#isFull() && this.#pending.length >= 2) {
      const length = this.#pending.readUInt16BE(0);
      if (this.#pending.length < 2 + length) break;
      const message = Buffer.from(this.#pending.subarray(2, 2 + length));
      this.#pending = this.#pending.subarray(2 + length);
      const response = this.#respond(message);
      // What deserves no answer over UDP ends a connection: its sender does not speak DNS.
      if (response === undefined) return void this.#socket.destroy();
      if (response instanceof Promise) this.#await(response);
      else this.#write(response);
    }
    if (this.#isFull()) this.#socket.pause();
    else if (this.#ended && this.#waiting === 0) this.#socket.end();
  }

  /** A client that asks without reading its answers is not read from either. */
  #isFull(): boolean {
    return this.#waiting >= TCP_QUESTIONS_MAX || this.#socket.writableNeedDrain;
  }

  #await(response: Promise<Buffer>): void {
    this.#waiting += 1;
    void response.then((bytes) => {
      this.#waiting -= 1;
      this.#write(bytes);
      this.goOn();
    });
  }

  #write(response: Buffer): void {
    if (this.#socket.destroyed) return;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(response.length);
    this.#socket.write(Buffer.concat([length, response]));
  }
}

function closeUdp(socket: UdpSocket): Promise<void> {
  return new Promise((resolve) => {
    try {
      socket.close(() => resolve());
    } catch {
      // It was never bound, or has been closed before: closed is what was asked for.
      resolve();
    }
  });
}
