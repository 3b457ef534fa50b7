import http from 'node:http';
import { whoami } from './identity.js';
import { page } from './page.js';
import { listReservations, reservationOf, reserve } from './reservations.js';
import { tookSeat } from './taken.js';

/**
 * A small ticketing site. What it keeps is in its region's bucket, where it has one, so any
 * instance in any region can answer any request.
 */
const port = Number(process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const bodyBytesMax = 4_096;
const identity = await whoami();

const routes = {
  'GET /': () => ({ type: 'text/html; charset=utf-8', body: page(identity) }),
  'GET /healthz': () => ({ type: 'text/plain', body: 'ok\n' }),
  'GET /api/whoami': () => json({ body: identity }),
};
const withData = {
  'GET /api/reservations': async () => json(await listReservations()),
  'POST /api/reservations': async (request) => json(await take(parsed(await bodyOf(request)))),
  // The form of a browser without scripts.
  'POST /reserve': async (request) => {
    const fields = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    const { status, body } = await take(fields);
    if (status < 300)
      return { status: 303, type: 'text/plain', headers: { location: '/' }, body: '' };
    return { status, type: 'text/plain', body: `${body.error}\n` };
  },
};

const server = http.createServer(async (request, response) => {
  try {
    const { status = 200, type, headers, body } = await answer(request);
    response
      .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers })
      .end(body);
  } catch (error) {
    // The client went away in the middle of its request, or this is a mistake of ours.
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain' }).end('something went wrong\n');
  }
});

function answer(request) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const known = process.env.DATA_BUCKET === undefined ? routes : { ...routes, ...withData };
  const name = `${method} ${pathname}`;
  if (Object.hasOwn(known, name)) return known[name](request);
  const [, seat] = /^GET \/api\/reservations\/([^/]+)$/.exec(name) ?? [];
  if (seat !== undefined && known !== routes) return reservationOf(seat).then(json);
  return { status: 404, type: 'text/plain', body: 'there is no such page\n' };
}

async function take(input) {
  const taken = await reserve(input, identity);
  if (taken.status < 300) tookSeat(taken.body.seat);
  return taken;
}

function json({ status, body }) {
  return { status, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is longer than a reservation is none: it is read to its end, and taken for nothing. */
async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes > bodyBytesMax ? '' : Buffer.concat(chunks).toString();
}

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
