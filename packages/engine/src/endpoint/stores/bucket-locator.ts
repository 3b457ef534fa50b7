import type { Clock } from '@understudy/contract';
import { signRequest, type SigningKeyPair } from '@understudy/wire';
import type { AnswerHead } from './answer-reader.ts';
import { LOCATED_BUCKETS_MAX, LOCATED_BUCKET_WALL_MS } from '../bounds.ts';

export interface BucketLocatorOptions {
  /** Those that run. */
  regions: readonly string[];
  /** The account's own: every store tells it where a bucket is. */
  key: SigningKeyPair;
  clock: Clock;
  /** Asks a region's store; rejects when it does not answer. */
  ask(region: string, request: { method: string; head: string }): Promise<AnswerHead>;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Where a bucket is, for requests that say nothing of a region: on AWS it is DNS that leads them to
 * the bucket's own. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 * ("routes any virtual hosted–style requests to the correct Region")
 */
export class BucketLocator {
  readonly #options: BucketLocatorOptions;
  /** The first is the oldest. */
  readonly #found = new Map<string, { region: string; untilMs: number }>();

  constructor(options: BucketLocatorOptions) {
    this.#options = options;
  }

  /**
   * Undefined where no region that answers has it. `bucket` is whatever the request has in its
   * place.
   */
  async locate(bucket: string): Promise<string | undefined> {
    if (!BUCKET_NAME.test(bucket)) return undefined;
    const nowMs = this.#options.clock.wallMs();
    const known = this.#found.get(bucket);
    if (known !== undefined && nowMs < known.untilMs) return known.region;
    this.#found.delete(bucket);
    const region = await this.#askAll(bucket);
    if (region !== undefined) this.#remember(bucket, region, nowMs + LOCATED_BUCKET_WALL_MS);
    return region;
  }

  /** The first that knows counts: a region that is lost is not waited for. */
  async #askAll(bucket: string): Promise<string | undefined> {
    const asked = this.#options.regions.map(async (region) => {
      const told = toldBy(region, await this.#options.ask(region, this.#question(region, bucket)));
      if (told === undefined) throw new Error(`${region} does not know it`);
      return told;
    });
    return Promise.any(asked).catch(() => undefined);
  }

  #question(region: string, bucket: string): { method: string; head: string } {
    const [method, path] = ['HEAD', `/${bucket}`];
    const headers = signRequest({
      ...{ method, host: `s3.${region}.amazonaws.com`, path, query: '', headers: {} },
      ...{ payload: 'UNSIGNED-PAYLOAD', region, service: 's3', key: this.#options.key },
      wallMs: this.#options.clock.wallMs(),
    });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return { method, head: `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n` };
  }

  #remember(bucket: string, region: string, untilMs: number): void {
    this.#found.set(bucket, { region, untilMs });
    const [oldest] = this.#found.size > LOCATED_BUCKETS_MAX ? this.#found.keys() : [];
    if (oldest !== undefined) this.#found.delete(oldest);
  }
}

/**
 * The bucket's region by what a region's store answers to HEAD of it; undefined where it tells
 * none.
 */
export function toldBy(
  region: string,
  { status, rawHeaders }: Pick<AnswerHead, 'status' | 'rawHeaders'>,
): string | undefined {
  // It is there also for whom its policy keeps from listing it.
  if (status === 200 || status === 403) return region;
  if (status !== 301 && status !== 307) return undefined;
  const index = rawHeaders.findIndex(
    (name, at) => at % 2 === 0 && name.toLowerCase() === 'x-amz-bucket-region',
  );
  return index < 0 ? undefined : rawHeaders[index + 1];
}
