export * from './aws-error.ts';
export { BODY_BYTES_MAX, collectBody } from './body.ts';
export { sendWireResponse, wireRequestOf } from './http.ts';
export { protocolOf } from './protocol.ts';
export { bucketAddress, bucketOfHost, isS3Host, regionOfHost } from './rest/bucket.ts';
export type { BucketAddress } from './rest/bucket.ts';
export { createServiceCodec } from './service-codec.ts';
export type * from './types.ts';
