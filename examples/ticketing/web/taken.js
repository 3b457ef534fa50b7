import { events } from './events.js';
import { listReservations } from './reservations.js';

/**
 * Which seats are taken, as known a moment ago: the page never waits for the bucket, so that it is
 * there when that is not.
 */
const goodForMs = 2_000;
const known = new Map();
let askedMs = -Infinity;

export function takenSeats(event) {
  if (Date.now() - askedMs > goodForMs) {
    askedMs = Date.now();
    for (const { key } of events) void ask(key);
  }
  return known.get(event.key) ?? new Set();
}

/** What this very process has sold is on the next page. */
export function tookSeat(seat) {
  known.get(seat.split('-')[0])?.add(seat);
}

async function ask(key) {
  const { status, body } = await listReservations(`${key}-`);
  if (status === 200) known.set(key, new Set(body.seats));
}
