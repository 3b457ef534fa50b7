import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** "It has its own expiry of 7 days which is non-configurable." */
export const COOKIE_EXPIRY_MS = 7 * 24 * 3_600_000;

export const LB_COOKIE = 'AWSALB';
/** The same, for cross-origin requests. */
export const LB_COOKIE_CORS = 'AWSALBCORS';
export const APP_COOKIE = 'AWSALBAPP-0';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Longer values are none of ours. */
const COOKIE_CHARACTERS_MAX = 1_024;

export interface Session {
  targetGroupArn: string;
  instanceId: string;
  port: number;
  /** AWS time. */
  expiresMs: number;
}

/**
 * Makes and reads the cookies of one load balancer. Nobody else, and no other load balancer, can.
 */
export class SessionCookies {
  readonly #key = randomBytes(32);

  seal(session: Session): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const { targetGroupArn, instanceId, port, expiresMs } = session;
    const text = JSON.stringify([targetGroupArn, instanceId, port, expiresMs]);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Undefined for what this load balancer did not make, or what has expired. */
  open(value: string, nowMs: number): Session | undefined {
    if (value.length > COOKIE_CHARACTERS_MAX) return undefined;
    const bytes = Buffer.from(value, 'base64url');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
    const text = this.#decrypt(bytes);
    if (text === undefined) return undefined;
    const [targetGroupArn, instanceId, port, expiresMs] = JSON.parse(text) as [
      string,
      string,
      number,
      number,
    ];
    return expiresMs <= nowMs ? undefined : { targetGroupArn, instanceId, port, expiresMs };
  }

  #decrypt(bytes: Buffer): string | undefined {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce);
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    try {
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    } catch {
      // "If the cookie is present but cannot be decoded … the load balancer selects a new target."
      return undefined;
    }
  }
}

/** The Set-Cookie lines of duration-based stickiness. `expires` is an HTTP date. */
export function lbCookieLines(value: string, expires: string, isSecure: boolean): string[] {
  const crossSite = isSecure ? 'SameSite=None; Secure' : 'SameSite=None';
  return [
    `${LB_COOKIE}=${value}; Expires=${expires}; Path=/`,
    `${LB_COOKIE_CORS}=${value}; Expires=${expires}; Path=/; ${crossSite}`,
  ];
}

export function appCookieLine(value: string, expires: string): string {
  return `${APP_COOKIE}=${value}; Expires=${expires}; Path=/`;
}

/** The value of a cookie in the Cookie headers of a request. */
export function cookieValue(headers: readonly string[], name: string): string | undefined {
  for (const header of headers) {
    for (const pair of header.split(';')) {
      const equals = pair.indexOf('=');
      if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
    }
  }
  return undefined;
}
