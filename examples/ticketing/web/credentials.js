import { metadata } from './identity.js';

/**
 * The credentials of the instance's role, from the metadata service, as the AWS SDK finds them by
 * itself; in a real app, leave it to that.
 */
const renewBeforeMs = 5 * 60_000;
const role = 'iam/security-credentials/';

/** As the metadata service gave them last, and the question that is under way. */
let last;
let asking;

export async function credentials() {
  const { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  if (keyId !== undefined && secret !== undefined)
    return { keyId, secret, token: process.env.AWS_SESSION_TOKEN };
  const leftMs = (last?.expiresMs ?? 0) - Date.now();
  if (leftMs > renewBeforeMs) return last;
  asking ??= ask().finally(() => (asking = undefined));
  try {
    return await asking;
  } catch (error) {
    // Old ones are good until they end.
    if (leftMs > 0) return last;
    throw error;
  }
}

async function ask() {
  const get = await metadata();
  const [name] = (await get(role)).split('\n');
  const given = JSON.parse(await get(role + name));
  if (given.Code !== 'Success') throw new Error(given.Message ?? given.Code);
  last = {
    keyId: given.AccessKeyId,
    secret: given.SecretAccessKey,
    token: given.Token,
    expiresMs: Date.parse(given.Expiration),
  };
  return last;
}
