import { events } from './events.js';
import { listReservations } from './reservations.js';

/**
 * Which seats are taken, as known a moment ago: the page never waits for the bucket, so that it is
 * there when that is not. Whoever wants a seat that is gone is told so by the bucket itself.
 */
const goodForMs = 2_000;
const idleMs = 10_000;
const known = new Map();
let askedMs = -Infinity;

if (process.env.DATA_BUCKET !== undefined) {
  askAll();
  setInterval(askAll, idleMs).unref();
}

/** Undefined as long as nobody has answered. */
export function takenSeats(event) {
  if (performance.now() - askedMs > goodForMs) askAll();
  return known.get(event.key);
}

/** What this very process has sold is on the next page. */
export function tookSeat(seat) {
  known.get(seat.split('-')[0])?.add(seat);
}

function askAll() {
  askedMs = performance.now();
  for (const { key } of events) void ask(key);
}

async function ask(key) {
  const { status, body } = await listReservations(`${key}-`);
  if (status === 200) known.set(key, new Set(body.seats));
}
