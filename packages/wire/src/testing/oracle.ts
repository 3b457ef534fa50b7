import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Signable } from '../signature/canonical.ts';

/** The SDK's own signer, as an oracle for ours. */
export const KEY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY',
};
export const SIGNED_MS = Date.UTC(2024, 1, 29, 12, 34, 56);

class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  reset(): void {}

  async digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

export interface OracleRequest {
  method: string;
  service: string;
  /** Percent-encoded, as sent. */
  path: string;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: string;
}

function signer(service: string): SignatureV4 {
  return new SignatureV4({
    service,
    region: 'eu-west-1',
    credentials: KEY,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  });
}

function httpRequest(request: OracleRequest): Parameters<SignatureV4['presign']>[0] {
  return {
    method: request.method,
    protocol: 'http:',
    hostname: 'localhost',
    path: request.path,
    query: request.query ?? {},
    headers: { host: 'localhost:4566', ...request.headers },
    body: request.body ?? '',
  };
}

export async function signedByOracle(request: OracleRequest): Promise<Signable> {
  const signed = await signer(request.service).sign(httpRequest(request), {
    signingDate: new Date(SIGNED_MS),
  });
  return { method: signed.method, target: targetOf(signed), headers: lowerCase(signed.headers) };
}

export async function presignedByOracle(
  request: OracleRequest,
  expiresIn: number,
): Promise<Signable> {
  // As the SDK's presigner for S3 does.
  const unsigned = request.service === 's3' ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : {};
  const headers = { ...request.headers, ...unsigned };
  const signed = await signer(request.service).presign(httpRequest({ ...request, headers }), {
    signingDate: new Date(SIGNED_MS),
    expiresIn,
  });
  return { method: signed.method, target: targetOf(signed), headers: { host: 'localhost:4566' } };
}

/** As the SDK's HTTP handler builds it. */
function targetOf(request: { path: string; query?: object }): string {
  const parts = Object.entries((request.query ?? {}) as Record<string, string | string[]>).flatMap(
    ([name, value]) => [value].flat().map((one) => `${escape(name)}=${escape(one)}`),
  );
  return parts.length === 0 ? request.path : `${request.path}?${parts.join('&')}`;
}

function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
