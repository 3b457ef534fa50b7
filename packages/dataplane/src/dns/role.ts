import type { DnsAnswer } from './record.ts';
import type { DnsRequest } from './wire/request.ts';

/**
 * One of the servers that DNS is made of: answers well-formed questions; the listener does the
 * rest.
 */
export interface DnsRole {
  /** What problems and log lines call it. */
  readonly title: string;
  /** Whether it offers to follow the delegation for the client (RA). */
  readonly recursionAvailable: boolean;
  /**
   * What TTLs are divided by on their way out: the clock's speed, or 1 where they are already wall
   * seconds.
   */
  readonly ttlSpeed: number;
  /** `clientAddress` is whose question it is; a resolver's own client is in the request's EDNS. */
  answer(request: DnsRequest, clientAddress: string): DnsAnswer | Promise<DnsAnswer>;
}

/** A server that takes every question and answers none: its process hangs. */
export const SILENT: DnsRole = {
  title: 'name server that hangs',
  recursionAvailable: false,
  ttlSpeed: 1,
  answer: () => new Promise(() => undefined),
};
