import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import packet, { type Answer, type DecodedPacket, type Packet } from 'dns-packet';

/**
 * A name server of a test's own: answers as it is told, counts what it was asked, and may stay
 * mute.
 */
export class FakeServer {
  readonly asked: string[] = [];
  readonly #socket: Socket = createSocket('udp4');

  static async start(
    place: { address: string; port: number },
    reply: (name: string, type: string) => Partial<Packet> | undefined,
  ): Promise<FakeServer> {
    const server = new FakeServer();
    server.#socket.on('message', (message, from) => {
      const query = packet.decode(message);
      const [question] = query.questions ?? [];
      if (question === undefined) return;
      server.asked.push(`${question.name} ${question.type}`);
      const answer = reply(question.name.toLowerCase(), question.type);
      if (answer === undefined) return;
      server.#socket.send(response(query, answer), from.port, from.address);
    });
    server.#socket.bind(place);
    await once(server.#socket, 'listening');
    return server;
  }

  close(): void {
    this.#socket.close();
  }
}

function response(query: DecodedPacket, answer: Partial<Packet>): Buffer {
  return packet.encode({
    type: 'response',
    id: query.id,
    questions: query.questions,
    flags: packet.AUTHORITATIVE_ANSWER,
    ...answer,
  });
}

export function aRecord(name: string, address: string, ttl = 60): Answer {
  return { name, type: 'A', ttl, data: address };
}

/** A referral has no authority flag. */
export function referral(
  cut: string,
  nameServers: Record<string, string | undefined>,
): Partial<Packet> {
  return {
    flags: 0,
    authorities: Object.keys(nameServers).map((name) => ({
      name: cut,
      type: 'NS',
      ttl: 300,
      data: name,
    })),
    additionals: Object.entries(nameServers).flatMap(([name, address]) =>
      address === undefined ? [] : [aRecord(name, address)],
    ),
  };
}
