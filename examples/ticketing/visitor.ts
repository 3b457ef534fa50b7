import { randomUUID } from 'node:crypto';
import { defineClient } from 'understudy-aws';

/** Few enough that two visitors want the same seat now and then, as they do. */
const SEATS = 200;
const ATTEMPTS_MAX = 3;

/**
 * What a visitor does in a drill: buys a ticket, and asks again with the same number if need be.
 */
export default defineClient({
  name: 'buy a ticket',
  everySeconds: 1,
  standIns: ['PAYMENTS_URL'],
  async visit({ ask, drill, random, sleep, acknowledged }) {
    const seat = `drill-${drill}-${Math.floor(random() * SEATS)}`;
    const reservation = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask('/api/reservations', { json: { seat, reservation } }).catch(
        () => ({ status: 0 }), // none came
      );
      if (answer.status === 200 || answer.status === 201)
        return acknowledged({ key: `reservations/${seat}.json`, id: reservation });
      if (answer.status === 409) return; // somebody else has it
      if (attempt === ATTEMPTS_MAX) throw new Error(`answered with ${answer.status}`);
      await sleep(2);
    }
  },
  idOf: (body) => (JSON.parse(body) as { reservation?: string }).reservation,
});
