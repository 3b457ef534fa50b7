import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
  type ObjectVersion,
} from '@aws-sdk/client-s3';
import type { DataStore } from '@understudy/drill';
import type { ClientSettings } from '../../engine/aws.ts';
import { deleteVersions } from './delete-versions.ts';

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
    let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let isWhole = false; !isWhole;) {
      const page = await this.#client.send(
        new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: prefix, ...after }),
      );
      for (const { Key = '', VersionId = '', IsLatest } of page.Versions ?? [])
        if (IsLatest === true) found.set(Key, VersionId);
      after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      isWhole = page.IsTruncated !== true;
    }
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

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const versions = await this.#versionsOf(key);
      if (versions.length === 0) continue;
      await deleteVersions(this.#client, this.#bucket, versions);
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
