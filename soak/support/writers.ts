import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Random } from '@understudy/contract';
import { wholeNumber } from './mutate.ts';
import { pause } from './engine.ts';
import type { Tally } from './verdict.ts';

const KEYS = 50;
const BODY_BYTES_MAX = 40_000;
const PUT_MS_MAX = 5_000;
/** Where nobody answers: not so often that the machine does nothing else. */
const RETRY_MS = 20;

/** Writers that put objects through everything that happens, and remember what was acknowledged. */
export class Writers {
  /** ETag by version id. */
  readonly acknowledged = new Map<string, string>();
  readonly #options: { client: S3Client; bucket: string; random: Random };
  #running = true;
  #writers: Promise<void>[] = [];

  constructor(options: { client: S3Client; bucket: string; random: Random }) {
    this.#options = options;
  }

  start(count: number): void {
    this.#writers = Array.from({ length: count }, (_unused, writer) => this.#write(writer));
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#writers);
  }

  async #write(writer: number): Promise<void> {
    const { client, bucket, random } = this.#options;
    for (let number = 0; this.#running; number += 1) {
      const Body = Buffer.alloc(1 + wholeNumber(random, BODY_BYTES_MAX), `${writer}-${number} `);
      const put = new PutObjectCommand({ Bucket: bucket, Key: `soak/${number % KEYS}`, Body });
      const answer = await client
        .send(put, { abortSignal: AbortSignal.timeout(PUT_MS_MAX) })
        .catch(() => undefined);
      if (answer?.VersionId === undefined) await pause(RETRY_MS);
      else this.acknowledged.set(answer.VersionId, md5(Body));
    }
  }
}

/** Every acknowledged version is there, and each one's bytes are the ones of its ETag. */
export async function checkVersions(
  tally: Tally,
  place: { client: S3Client; bucket: string; name: string },
  acknowledged: ReadonlyMap<string, string>,
): Promise<void> {
  const found = await versionsOf(place);
  for (const [versionId, etag] of acknowledged) {
    const version = found.get(versionId);
    if (version === undefined)
      tally.fail(`${place.name} lost the acknowledged version ${versionId}`);
    else if (version.etag !== etag)
      tally.fail(`${place.name}: version ${versionId} is another one`);
  }
  for (const [VersionId, { key: Key, etag }] of found) {
    const answer = await place.client.send(
      new GetObjectCommand({ Bucket: place.bucket, Key, VersionId }),
    );
    const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    if (md5(bytes) !== etag) tally.fail(`${place.name}: ${Key} ${VersionId} is torn`);
  }
}

export async function versionsOf(place: {
  client: S3Client;
  bucket: string;
}): Promise<Map<string, { key: string; etag: string }>> {
  const found = new Map<string, { key: string; etag: string }>();
  let [KeyMarker, VersionIdMarker]: [string | undefined, string | undefined] = [
    undefined,
    undefined,
  ];
  do {
    const page: ListObjectVersionsCommandOutput = await place.client.send(
      new ListObjectVersionsCommand({
        Bucket: place.bucket,
        Prefix: 'soak/',
        KeyMarker,
        VersionIdMarker,
      }),
    );
    for (const { VersionId = '', Key = '', ETag = '' } of page.Versions ?? [])
      found.set(VersionId, { key: Key, etag: ETag });
    [KeyMarker, VersionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker];
  } while (KeyMarker !== undefined);
  return found;
}

function md5(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
