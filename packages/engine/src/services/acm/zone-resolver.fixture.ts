import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { HostedZone } from '@understudy/contract';
import dnsPacket from 'dns-packet';

/**
 * A validation resolver over UDP that answers CNAME queries from hosted zones, as if all were
 * delegated.
 */
export async function startZoneResolver(
  address: string,
  zones: () => HostedZone[],
): Promise<{ port: number; close(): void }> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    const records = zones().flatMap((zone) => zone.records);
    const found = records.find(
      ({ name, type }) => type === question.type && name === `${question.name.toLowerCase()}.`,
    );
    const value = found?.type === 'CNAME' ? found.values[0] : undefined;
    const answers: dnsPacket.Answer[] =
      value === undefined
        ? []
        : [{ type: 'CNAME', name: question.name, ttl: 300, data: value.replace(/\.$/, '') }];
    const packet = dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: answers.length === 0 ? 3 : 0,
      questions: [question],
      answers,
    });
    socket.send(packet, from.port, from.address);
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  return { port: socket.address().port, close: () => void socket.close() };
}
