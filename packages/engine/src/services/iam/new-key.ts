import { randomBytes, randomInt } from 'node:crypto';

/**
 * A key that nobody can guess: sixteen characters of base32 behind the prefix, as AWS's are, and a
 * secret of forty. `AKIA` is a user's, `ASIA` a session's.
 */
export function newKey(prefix: 'AKIA' | 'ASIA'): { accessKeyId: string; secretAccessKey: string } {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const rest = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return { accessKeyId: prefix + rest, secretAccessKey: randomBytes(30).toString('base64') };
}
