import type { BucketCall, Call } from './core.ts';

/** An input as far as authorization looks at it. */
export interface AnyInput {
  Bucket?: string | undefined;
  Key?: string | undefined;
  VersionId?: string | undefined;
  Tagging?: unknown;
  ExpectedBucketOwner?: string | undefined;
  ExpectedSourceBucketOwner?: string | undefined;
}

export type Operation =
  | { scope: 'service'; action: string; handle: (call: Call<never>) => unknown }
  | {
      scope: 'bucket' | 'object';
      /** All of which the caller must be allowed. */
      actions: (input: AnyInput) => string[];
      handle: (call: BucketCall<never>) => unknown;
    };
