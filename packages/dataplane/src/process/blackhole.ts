import net from 'node:net';
import process from 'node:process';
import type { AddressAndPort } from '@understudy/contract';

/**
 * Holds a lost region's addresses and accepts nothing. Node always accepts what a listener is
 * offered, so the supervisor stops this process (SIGSTOP) as soon as it listens, and then fills the
 * backlogs: from then on the kernel drops each further SYN, and visitors see what a black hole on
 * the network looks like, a connect time-out.
 */
const BACKLOG = 1;

interface Message {
  kind: 'hold';
  endpoints: AddressAndPort[];
}

process.title = `understudy black-hole ${process.argv.slice(2).join(' ')}`;
process.on('message', (message: Message) => {
  Promise.all(message.endpoints.map(hold)).then(
    (held) =>
      process.send?.({
        kind: 'holding',
        endpoints: held.filter((endpoint) => endpoint !== undefined),
      }),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);

function hold(endpoint: AddressAndPort): Promise<AddressAndPort | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: endpoint.address, port: endpoint.port, backlog: BACKLOG }, () =>
      resolve(endpoint),
    );
  });
}
