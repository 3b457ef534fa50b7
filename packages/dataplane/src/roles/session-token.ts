import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What a session is of; its token says so to whoever has the secret. */
const roleSessionSchema = z.object({
  accessKeyId: z.string(),
  roleArn: z.string(),
  /** An instance's session has its id for a name. */
  sessionName: z.string(),
  /** Wall time: clients judge it by their own clock. */
  expiresMs: z.number(),
});
export type RoleSession = z.infer<typeof roleSessionSchema>;

const SEAL_BYTES = 32;
/** A secret has forty characters, as AWS's have. */
const SECRET_BYTES = 30;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ID_CHARACTERS = 16;
/** Far above what a session of the longest names needs; what is longer is none of ours. */
const TOKEN_CHARACTERS_MAX = 4_096;

export function newSessionKeyId(): string {
  const letters = Array.from(
    { length: ID_CHARACTERS },
    () => ID_ALPHABET[randomInt(ID_ALPHABET.length)],
  );
  return `ASIA${letters.join('')}`;
}

export function secretAccessKeyOf(secret: string, accessKeyId: string): string {
  return hmac(secret, `key ${accessKeyId}`).subarray(0, SECRET_BYTES).toString('base64');
}

export function sealSession(secret: string, session: RoleSession): string {
  const body = Buffer.from(JSON.stringify(session));
  return Buffer.concat([hmac(secret, body), body]).toString('base64');
}

/** Undefined for what was not sealed with this secret. */
export function openSession(secret: string, token: string): RoleSession | undefined {
  if (token.length > TOKEN_CHARACTERS_MAX) return undefined;
  const bytes = Buffer.from(token, 'base64');
  const [seal, body] = [bytes.subarray(0, SEAL_BYTES), bytes.subarray(SEAL_BYTES)];
  if (seal.length < SEAL_BYTES || !timingSafeEqual(seal, hmac(secret, body))) return undefined;
  return roleSessionSchema.parse(JSON.parse(body.toString()));
}

/** Texts and sealed bodies differ in their first letter, so that one is never taken for another. */
function hmac(secret: string, data: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(data).digest();
}
