import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
} from '@aws-sdk/client-s3';
import { commonPrefix, type DataStore } from '@understudy/drill';
import type { ClientSettings } from '../../engine/aws.ts';
import { deleteVersions } from '../../deploy/delete-versions.ts';

/**
 * A call deletes so many at most:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
const DELETED_AT_ONCE_MAX = 1_000;

/** A region's bucket of the site's data, with its versions. */
export class DataBucket implements DataStore, Disposable {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(settings: ClientSettings, bucket: string) {
    this.#client = new S3Client({ ...settings, forcePathStyle: true });
    this.#bucket = bucket;
  }

  async newest(prefix: string): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for await (const { Versions = [] } of this.#pages(prefix))
      for (const { Key = '', VersionId = '', IsLatest } of Versions)
        if (IsLatest === true) found.set(Key, VersionId);
    return found;
  }

  async contents(key: string): Promise<(string | undefined)[]> {
    return await Promise.all(
      (await this.#versionsOf(key)).map(async ({ VersionId, ETag }) => {
        if (ETag === undefined) return undefined; // a delete marker
        const place = { Bucket: this.#bucket, Key: key, VersionId };
        const { Body } = await this.#client.send(new GetObjectCommand(place));
        return await Body?.transformToString();
      }),
    );
  }

  /** By their common beginning: a call finds a thousand, where a key asked for finds its own. */
  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const wanted = new Set(keys);
    const goners: ObjectVersion[] = [];
    for await (const { Versions = [], DeleteMarkers = [] } of this.#pages(commonPrefix(keys)))
      goners.push(...[...Versions, ...DeleteMarkers].filter(({ Key = '' }) => wanted.has(Key)));
    for (let from = 0; from < goners.length; from += DELETED_AT_ONCE_MAX)
      await deleteVersions(
        this.#client,
        this.#bucket,
        goners.slice(from, from + DELETED_AT_ONCE_MAX),
      );
  }

  async *#pages(prefix: string): AsyncGenerator<ListObjectVersionsCommandOutput> {
    let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let isWhole = false; !isWhole;) {
      const page = await this.#client.send(
        new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: prefix, ...after }),
      );
      yield page;
      after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      isWhole = page.IsTruncated !== true;
    }
  }

  /** Newest first, deletions too; the first page, which a seat or a cart does not exceed. */
  async #versionsOf(key: string): Promise<ObjectVersion[]> {
    const { Versions = [], DeleteMarkers = [] } = await this.#client.send(
      new ListObjectVersionsCommand({
        ...{ Bucket: this.#bucket, Prefix: key, MaxKeys: DELETED_AT_ONCE_MAX },
      }),
    );
    const all: ObjectVersion[] = [...Versions, ...DeleteMarkers];
    return all
      .filter((version) => version.Key === key)
      .toSorted((left, right) => timeOf(right) - timeOf(left));
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }
}

/** Of one second, the newest stands first in S3's list, which a stable sort keeps. */
function timeOf({ IsLatest, LastModified }: ObjectVersion): number {
  return IsLatest === true ? Number.POSITIVE_INFINITY : (LastModified?.getTime() ?? 0);
}
