import type { Profile } from '../report/schema.ts';

/** How a kind of client finds the site, keeps to it, and gives up. Durations are of AWS time. */
export interface Behaviour {
  /** For the report and the guide. */
  says: string;
  /**
   * How long it holds what a name led to: not at all, as long as the answer's TTL says, so many
   * seconds whatever the TTL, or for ever.
   */
  names: 'each-time' | 'ttl' | 'for-ever' | { heldSeconds: number };
  /** One connection that is kept while it lives, or a new one for each request. */
  connection: 'http/2 kept' | 'http/1.1 kept' | 'new';
  /** How often it asks again after a failure, and after how long. */
  retries: number;
  retryAfterSeconds: number;
}

/**
 * A resolver that holds answers longer than their TTL: for two minutes, where the site's is one.
 * Resolvers that clamp small TTLs are known to exist; how many a site meets, nobody publishes, so
 * that this profile says what such a visitor sees and not how many there are.
 */
const OVERCACHED_SECONDS = 120;

/**
 * How long a client waits for an answer before it gives up. Of AWS time: what waits on AWS for an
 * origin or an address waits in AWS time as well.
 */
export const PATIENCE_SECONDS = 30;

export const BEHAVIOURS: Readonly<Record<Profile, Behaviour>> = {
  fresh: {
    says: 'a new visitor each time: asks the resolver, opens a connection, loads one page',
    names: 'each-time',
    connection: 'new',
    retries: 0,
    retryAfterSeconds: 0,
  },
  browser: {
    says: 'a browser with an open HTTP/2 session, which looks the name up again only once that has ended',
    names: 'ttl',
    connection: 'http/2 kept',
    retries: 0,
    retryAfterSeconds: 0,
  },
  mobile: {
    says: 'an app on a phone: short connections, and one more attempt after a second',
    names: 'ttl',
    connection: 'new',
    retries: 1,
    retryAfterSeconds: 1,
  },
  'resolver-overcaches': {
    says: `a visitor whose resolver holds each answer for ${OVERCACHED_SECONDS} s, whatever its TTL`,
    names: { heldSeconds: OVERCACHED_SECONDS },
    connection: 'new',
    retries: 0,
    retryAfterSeconds: 0,
  },
  'jvm-forever': {
    // https://docs.oracle.com/en/java/javase/21/core/java-networking.html
    // (networkaddress.cache.ttl)
    says: 'a program that looks the name up once and never again, as a Java VM does with networkaddress.cache.ttl=-1',
    names: 'for-ever',
    connection: 'http/1.1 kept',
    retries: 0,
    retryAfterSeconds: 0,
  },
};
