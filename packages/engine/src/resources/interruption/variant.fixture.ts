export interface Variant {
  isSecond: boolean;
  /** Unique among the engines of a test: buckets live in one store. */
  prefix: string;
  zoneId: string;
  domain: string;
  /** The bucket that has `web.zip`. */
  assets: string;
}
