import type { Readable } from 'node:stream';

/**
 * An HTTP request as it arrived, with the raw target: signatures are made over the raw path and
 * query.
 */
export interface WireRequest {
  method: string;
  /** Path and query exactly as sent, e.g. `/bucket/a%20b?acl`. */
  target: string;
  /** Lower-case names. Repeated headers joined with `, ` as node:http does. */
  headers: Record<string, string | undefined>;
  body: Readable;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  /** A stream only for streaming payloads (GetObject). */
  body: string | Uint8Array | Readable;
}

export type Protocol =
  'awsQuery' | 'ec2Query' | 'awsJson1_0' | 'awsJson1_1' | 'restXml' | 'restJson';

/** What the codec needs to know of a service beyond its SDK schemas. */
export interface ServiceTraits {
  /** The name in the credential scope, e.g. `elasticloadbalancing`. */
  signingName: string;
  protocols: readonly Protocol[];
  /** XML namespace of answers, for the query and restXml protocols. */
  xmlNamespace: string;
  /**
   * S3 only: the bucket may be in the Host header (virtual-hosted style) and is not in the
   * operations' URIs.
   */
  bucketAddressing: boolean;
}

/**
 * A decoded call: the operation's name and its input, in the SDK's shapes (`Command` input types).
 */
export interface DecodedCall {
  operation: string;
  /** Streaming members (`Body` of PutObject) are `Readable`s. */
  input: Record<string, unknown>;
  protocol: Protocol;
}

/**
 * A service's codec, made from the schemas that its SDK client exports (`import * as S3 from
 * '@aws-sdk/client-s3'`).
 */
export interface ServiceCodec {
  readonly traits: ServiceTraits;
  readonly operations: ReadonlySet<string>;
  /**
   * Throws an `AwsError` (UnknownOperation, SerializationException …) in AWS's wording where the
   * request fits no operation.
   */
  decode(request: WireRequest): Promise<DecodedCall>;
  /** Throws an `AwsError`, as the service words it, where a required member is missing. */
  requireMembers(call: DecodedCall): void;
  encode(
    call: { operation: string; protocol: Protocol },
    output: unknown,
    requestId: string,
  ): WireResponse;
  /** `protocol` may be undefined when the request was refused before it was decoded. */
  encodeError(
    error: unknown,
    context: {
      protocol: Protocol | undefined;
      requestId: string;
      resource: string;
      method: string;
    },
  ): WireResponse;
}

/** Who signed a request, and for where. */
export interface VerifiedSignature {
  accessKeyId: string;
  region: string;
  service: string;
  /** True for a presigned URL. */
  presigned: boolean;
  /** When it says that it was made; wall time. */
  signedMs: number;
  /** Of temporary credentials. */
  sessionToken: string | undefined;
}
