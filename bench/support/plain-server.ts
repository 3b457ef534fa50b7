import http from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

/** Answers every request with one word, and tells its parent where. */
const server = http.createServer((_request, response) => response.end('well'));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
