import type { Notification } from '@understudy/contract';

const MESSAGES_MAX = 500;
/** Enough for an alarm's message; of longer ones the beginning. */
const CHARACTERS_MAX = 8_192;

type Delivery = Notification['deliveries'][number];

/**
 * What topics were given lately and what became of it, for whoever looks. Begins anew with the
 * process.
 */
export class Journal {
  readonly #messages = new Map<string, Notification>();

  add(message: Omit<Notification, 'deliveries'>): void {
    const kept = message.message.slice(0, CHARACTERS_MAX);
    this.#messages.set(message.messageId, { ...message, message: kept, deliveries: [] });
    const [oldest] = this.#messages.keys();
    if (this.#messages.size > MESSAGES_MAX && oldest !== undefined) this.#messages.delete(oldest);
  }

  /** What is now known of one subscription's copy; nothing of a message that is no longer kept. */
  note(messageId: string, delivery: Delivery): void {
    const message = this.#messages.get(messageId);
    if (message === undefined) return;
    const others = message.deliveries.filter(
      ({ subscriptionArn }) => subscriptionArn !== delivery.subscriptionArn,
    );
    message.deliveries = [...others, delivery];
  }

  /** Oldest first. */
  list(): Notification[] {
    return [...this.#messages.values()];
  }
}
