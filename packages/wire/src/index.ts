export * from './aws-error.ts';
export { BODY_BYTES_MAX, collectBody } from './http/body.ts';
export { errorResponse } from './errors/error-response.ts';
export { HOP_BY_HOP, namedByConnection } from './http/hop-by-hop.ts';
export { httpDateMs } from './http/http-date.ts';
export { listenAt, stopListening } from './http/listen.ts';
export { keepAliveUnsaid, sendWireResponse, wireRequestOf } from './http/http.ts';
export { CHECKSUM_ALGORITHMS, createChecksum } from './payload/checksums.ts';
export type { ChecksumAlgorithm } from './payload/checksums.ts';
export type { Checksum } from './payload/crc.ts';
export { decodePayload } from './payload/decode-payload.ts';
export { PayloadDecoder } from './payload/payload-decoder.ts';
export type { PayloadOptions } from './payload/payload-decoder.ts';
export { answerEarly } from './http/answer-early.ts';
export {
  CLIENT_ADDRESS_HEADER,
  tellClientAddress,
  toldClientAddress,
} from './http/client-address.ts';
export { readOn } from './http/read-on.ts';
export type { ReadOnBounds } from './http/read-on.ts';
export { isFromPage } from './from-page.ts';
export { authorityOf, isLoopbackName, isSentTo, shownHost } from './http/own-host.ts';
export type { Authority } from './http/own-host.ts';
export { protocolOf } from './protocol.ts';
export { bucketAddress, bucketOfHost, isS3Host, regionOfHost } from './rest/bucket.ts';
export type { BucketAddress } from './rest/bucket.ts';
export { createServiceCodec } from './service-codec.ts';
export { canonicalRequest, EMPTY_SHA256, sha256, uriEncode } from './signature/canonical.ts';
export { claimedSignature } from './signature/claim.ts';
export type { ClaimedSignature } from './signature/claim.ts';
export { signRequest } from './signature/sign.ts';
export type { SigningKeyPair, SignRequestOptions } from './signature/sign.ts';
export { sameText, verifySignature } from './signature/verify.ts';
export type { ChunkKey, SignatureResult, VerifyOptions } from './signature/verify.ts';
export type * from './types.ts';
