import { pay } from './payments.js';
import { askS3 } from './s3.js';

/**
 * An object a seat, in the bucket of this region. A seat is sold once in a region, since it is
 * written on the condition that it is not there; while the regions do not hear of each other, each
 * of them may sell it.
 */
const prefix = 'reservations/';
const listedMax = 1_000;
const seatForm = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const keyOf = (seat) => `${prefix}${seat}.json`;
const unavailable = { status: 503, body: { error: 'the bucket does not answer' } };

/** May be asked again with the same id, as a client does that has heard no answer. */
export async function reserve(input, identity) {
  const { seat, reservation } = input ?? {};
  if (typeof seat !== 'string' || !seatForm.test(seat))
    return { status: 400, body: { error: 'seat must be a name such as moonlight-A12' } };
  if (typeof reservation !== 'string' || !idForm.test(reservation))
    return { status: 400, body: { error: 'reservation must be a UUID' } };
  if (!(await pay({ seat, reservation })))
    return { status: 502, body: { error: 'payments do not answer' } };
  const { region, instance } = identity;
  const body = { reservation, seat, region, instance, at: new Date().toISOString() };
  try {
    const stored = await askS3('PUT', keyOf(seat), {
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify(body),
    });
    if (stored.status === 200) return { status: 201, body };
    // 412: it is there. 409: somebody else writes it at this moment.
    if (stored.status !== 412 && stored.status !== 409) return failed('PUT', stored);
    const held = await askS3('GET', keyOf(seat));
    if (held.status !== 200) return failed('GET', held);
    const known = JSON.parse(held.text);
    if (known.reservation === reservation) return { status: 200, body: known };
    return { status: 409, body: { error: 'taken', by: known.reservation } };
  } catch (error) {
    return failed(keyOf(seat), error);
  }
}

export async function reservationOf(seat) {
  if (!seatForm.test(seat)) return { status: 404, body: { error: 'no such seat' } };
  try {
    const held = await askS3('GET', keyOf(seat));
    if (held.status === 404) return { status: 404, body: { error: 'not reserved' } };
    return held.status === 200 ? { status: 200, body: JSON.parse(held.text) } : failed('GET', held);
  } catch (error) {
    return failed(seat, error);
  }
}

/** The first thousand of them, in the order of their names. */
export async function listReservations(begin = '') {
  try {
    const query = { 'list-type': '2', prefix: prefix + begin, 'max-keys': String(listedMax) };
    const listed = await askS3('GET', '', { query });
    if (listed.status !== 200) return failed('list', listed);
    const keys = [...listed.text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
    const seats = keys.map((key) => key.slice(prefix.length).replace(/\.json$/, ''));
    const more = listed.text.includes('<IsTruncated>true</IsTruncated>');
    return { status: 200, body: { seats, more } };
  } catch (error) {
    return failed('list', error);
  }
}

function failed(what, why) {
  const text = why instanceof Error ? why.message : `${why.status} ${why.text.slice(0, 200)}`;
  console.error(`${what}: ${text}`);
  return unavailable;
}
