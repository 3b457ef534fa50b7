import { randomBytes } from 'node:crypto';
import { NULL_VERSION } from './model.ts';

/** Milliseconds since the Unix epoch fit into 48 bits for the next 8,000 years. */
const TIME_BYTES = 6;
const RANDOM_BYTES = 18;

/**
 * A version's id: opaque to clients, URL-ready, 32 characters as AWS's. It holds the time of the
 * version, so that a listing can go on behind a version that has been deleted in the meantime.
 */
export function newVersionId(modifiedMs: number): string {
  const bytes = Buffer.concat([timeBytes(modifiedMs), randomBytes(RANDOM_BYTES)]);
  return bytes.toString('base64').replaceAll('+', '.').replaceAll('/', '_');
}

/** When the version of this id was made; undefined where the id does not tell. */
export function timeOfVersionId(versionId: string): number | undefined {
  if (versionId === NULL_VERSION || versionId.length !== 32) return undefined;
  const text = versionId.replaceAll('.', '+').replaceAll('_', '/');
  return Buffer.from(text, 'base64').readUIntBE(0, TIME_BYTES);
}

/** An upload's id. Ids of later uploads are greater, also as text. */
export function newUploadId(initiatedMs: number): string {
  return `${timeBytes(initiatedMs).toString('hex')}${randomBytes(36).toString('base64url')}`;
}

function timeBytes(timeMs: number): Buffer {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeUIntBE(timeMs, 0, TIME_BYTES);
  return bytes;
}
