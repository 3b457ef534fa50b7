import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html: one second
 * to six hours.
 */
const TTL_SECONDS_MAX = 21_600;
const TIME_BYTES = 8;

/** Session tokens of one metadata service. A token carries its own end, so none is remembered. */
export class MetadataTokens {
  readonly #secret = randomBytes(32);

  issue(ttlSeconds: number, nowMs: number): string {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeBigUInt64BE(BigInt(nowMs + ttlSeconds * 1_000));
    return Buffer.concat([time, this.#seal(time)]).toString('base64url');
  }

  isValid(token: string, nowMs: number): boolean {
    const bytes = Buffer.from(token, 'base64url');
    const time = bytes.subarray(0, TIME_BYTES);
    const seal = this.#seal(time);
    if (bytes.length !== TIME_BYTES + seal.length) return false;
    return (
      timingSafeEqual(bytes.subarray(TIME_BYTES), seal) && nowMs < Number(time.readBigUInt64BE())
    );
  }

  #seal(time: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(time).digest();
  }
}

/** Undefined where the header's value is not a time that the service grants. */
export function parseTtlSeconds(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,5}$/.test(header)) return undefined;
  const seconds = Number(header);
  return seconds >= 1 && seconds <= TTL_SECONDS_MAX ? seconds : undefined;
}
