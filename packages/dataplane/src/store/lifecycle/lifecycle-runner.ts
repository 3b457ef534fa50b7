import { errorText, type Clock, type EventBody, type Timer } from '@understudy/contract';
import type { Core } from '../core.ts';
import { NO_ATTRIBUTES, type Bucket, type ObjectVersion } from '../model.ts';
import { removeUpload } from '../objects/multipart.ts';
import { removeVersion, writeVersion } from '../objects/write-version.ts';
import { decideLifecycle, isUploadDue, type LifecycleAction } from './decide-lifecycle.ts';
import type { LifecycleRule } from './lifecycle-schema.ts';

const DAY_MS = 86_400_000;
/**
 * What is found in one go is done in one go; the rest of a large bucket waits for the next turn.
 */
const ACTIONS_MAX = 1_000;

/**
 * Does once a day, at midnight UTC of AWS time, what buckets' lifecycle rules say.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
export class LifecycleRunner {
  readonly #core: Core;
  readonly #clock: Clock;
  readonly #emit: (body: EventBody) => void;
  #timer: Timer | undefined;

  constructor(core: Core, emit: (body: EventBody) => void) {
    this.#core = core;
    this.#clock = core.clock;
    this.#emit = emit;
    this.#wait();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wait(): void {
    const nowMs = this.#clock.nowMs();
    const nextMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
    this.#timer = this.#clock.after(nextMs - nowMs, () => {
      this.#wait();
      this.run();
    });
  }

  /** All buckets, one after the other; one that cannot be worked on holds up no other. */
  run(): void {
    for (const bucket of this.#core.metadata.buckets.list({ after: '', prefix: '' })) {
      const rules = this.#core.metadata.buckets.document(bucket.name, 'lifecycle');
      if (rules === undefined) continue;
      try {
        this.#work(bucket, rules);
      } catch (error) {
        const message = `the lifecycle of bucket ${bucket.name} was not done: ${errorText(error)}`;
        this.#emit({ type: 'log', level: 'warn', message });
      }
    }
  }

  #work(bucket: Bucket, rules: readonly LifecycleRule[]): void {
    for (;;) {
      const due = this.#due(bucket, rules);
      for (const { key, action } of due) this.#perform(bucket, key, action);
      if (due.length < ACTIONS_MAX) break;
    }
    const { uploads } = this.#core.metadata;
    const old = [...uploads.scan(bucket.name, Buffer.alloc(0))].filter((upload) =>
      isUploadDue(rules, upload, this.#now()),
    );
    for (const { id } of old) removeUpload({ core: this.#core }, id);
  }

  /** Looked for first and done then: nothing is changed under a scan. */
  #due(
    bucket: Bucket,
    rules: readonly LifecycleRule[],
  ): { key: string; action: LifecycleAction }[] {
    const { versioning } = bucket;
    const due: { key: string; action: LifecycleAction }[] = [];
    let versions: ObjectVersion[] = [];
    const decide = (): void => {
      for (const action of decideLifecycle(rules, { versions, versioning }, this.#now()))
        due.push({ key: versions[0]?.key ?? '', action });
      versions = [];
    };
    for (const version of this.#core.metadata.versions.scanVersions(bucket.name, Buffer.alloc(0))) {
      if (versions[0] !== undefined && versions[0].key !== version.key) decide();
      if (due.length >= ACTIONS_MAX) return due;
      versions.push(version);
    }
    decide();
    return due;
  }

  #perform(bucket: Bucket, key: string, action: LifecycleAction): void {
    if (action.kind === 'remove')
      return void removeVersion(this.#core, bucket.name, key, action.versionId);
    writeVersion(this.#core, bucket.name, {
      ...{ key, etag: '', sizeBytes: 0, tags: [], segments: [], deleteMarker: true },
      attributes: NO_ATTRIBUTES,
      byLifecycle: true,
    });
  }

  /** Objects have wall times, which clients see; days pass in AWS time. */
  #now(): { nowMs: number; awsMs: (wallMs: number) => number } {
    const { speed } = this.#clock;
    const [nowMs, nowWallMs] = [this.#clock.nowMs(), this.#clock.wallMs()];
    return { nowMs, awsMs: (wallMs) => nowMs - (nowWallMs - wallMs) * speed };
  }
}
