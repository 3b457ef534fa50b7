import type { Reasons } from '@understudy/contract';
import type { DomainName } from './wire/names.ts';
import type { DnsQuestion } from './wire/request.ts';

/**
 * The one question under way that somebody wants explained: name servers of this process leave
 * their reasons with it when they answer that very question.
 */
export class Overheard {
  #asked: { from: string; name: DomainName; type: number; reasons: Reasons } | undefined;

  expect(from: string, { name, type }: DnsQuestion, reasons: Reasons): void {
    this.#asked = { from, name, type, reasons };
  }

  forget(): void {
    this.#asked = undefined;
  }

  /** Undefined for every other question. */
  reasonsFor({ name, type }: DnsQuestion, from: string): Reasons | undefined {
    const asked = this.#asked;
    const isIt = asked?.name === name && asked.type === type && asked.from === from;
    return isIt ? asked.reasons : undefined;
  }
}
