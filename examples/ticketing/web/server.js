import http from 'node:http';
import { whoami } from './identity.js';
import { page } from './page.js';

/**
 * A small ticketing site. It keeps nothing, so any instance in any region can answer any request.
 */
const port = Number(process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const identity = await whoami();

const routes = {
  '/': () => ({ type: 'text/html; charset=utf-8', body: page(identity) }),
  '/healthz': () => ({ type: 'text/plain', body: 'ok\n' }),
  '/api/whoami': () => ({ type: 'application/json', body: `${JSON.stringify(identity)}\n` }),
};

const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const route = routes[pathname];
  if (route === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('there is no such page\n');
    return;
  }
  const { type, body } = route();
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
});
// Longer than the load balancer's idle time-out, so that it is never we who close a connection in
// use.
server.keepAliveTimeout = 75_000;
server.listen(port, host, () =>
  console.log(`ticketing listens on ${host}:${port} in ${identity.zone}`),
);

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
