import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Marker, MarkerStore } from '@understudy/drill';
import type { ClientSettings } from '../../engine/aws.ts';
import { deleteVersions } from '../../deploy/delete-versions.ts';

/** A region's bucket, for the marker objects of a drill. */
export class MarkerBucket implements MarkerStore, Disposable {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(settings: ClientSettings, bucket: string) {
    this.#client = new S3Client({ ...settings, forcePathStyle: true });
    this.#bucket = bucket;
  }

  async put(key: string, body: string): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body }));
  }

  async list(prefix: string): Promise<Marker[]> {
    const found: Marker[] = [];
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          ...{ Bucket: this.#bucket, Prefix: prefix },
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? [])
        found.push({ key: Key, bytes: Size, etag: ETag });
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  /** Page by page, each of which is gone before the next is asked for. */
  async clear(prefix: string): Promise<void> {
    const place = { Bucket: this.#bucket };
    for (;;) {
      const page = await this.#client.send(
        new ListObjectVersionsCommand({ ...place, Prefix: prefix }),
      );
      const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      if (versions.length === 0) return;
      await deleteVersions(this.#client, this.#bucket, versions);
    }
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }
}
