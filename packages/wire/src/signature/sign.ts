import {
  ALGORITHM,
  canonicalRequest,
  hmac,
  scopeText,
  sha256,
  stringToSign,
  timestampText,
} from './canonical.ts';
import { signingKeys } from './signing-keys.ts';

export interface SigningKeyPair {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SignRequestOptions {
  method: string;
  /** With the port where it is not the scheme's own, as the `Host` header has it. */
  host: string;
  /** As it will be sent: percent-encoded. */
  path: string;
  /** As it will be sent, without `?`. */
  query: string;
  /** Signed along, all of them; lower-case names. */
  headers: Readonly<Record<string, string>>;
  payload: Uint8Array | 'UNSIGNED-PAYLOAD';
  region: string;
  service: string;
  key: SigningKeyPair;
  wallMs: number;
}

/** Headers to send: those given, `host`, and the three that carry the signature. */
export function signRequest(options: SignRequestOptions): Record<string, string> {
  const { method, host, path, query, payload, region, service, key } = options;
  const timestamp = timestampText(options.wallMs);
  const payloadHash = payload === 'UNSIGNED-PAYLOAD' ? payload : sha256(payload);
  const headers: Record<string, string> = {
    ...options.headers,
    host,
    'x-amz-date': timestamp,
    'x-amz-content-sha256': payloadHash,
  };
  const scope = { date: timestamp.slice(0, 8), region, service };
  const signedHeaders = Object.keys(headers).sort();
  const target = query === '' ? path : `${path}?${query}`;
  const canonical = canonicalRequest(
    { method, target, headers },
    { service, signedHeaders, payloadHash },
  );
  const toSign = stringToSign(canonical, timestamp, scope);
  const signature = hmac(signingKeys.of(key.secretAccessKey, scope), toSign).toString('hex');
  headers['authorization'] =
    `${ALGORITHM} Credential=${key.accessKeyId}/${scopeText(scope)}, ` +
    `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return headers;
}
