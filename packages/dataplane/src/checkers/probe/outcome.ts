/** How one probe ended, before it is put into words. */
export type ProbeOutcome =
  | { kind: 'connected' }
  | { kind: 'status'; ok: boolean; code: number; reasonPhrase: string }
  | { kind: 'no-match'; code: number; reasonPhrase: string }
  | { kind: 'body-too-late'; code: number; reasonPhrase: string }
  | { kind: 'body-broken'; code: number; reasonPhrase: string }
  | { kind: 'dns'; reason: string }
  | { kind: 'connect-timeout' }
  | { kind: 'response-timeout' }
  | { kind: 'refused' }
  | { kind: 'unreachable' }
  | { kind: 'closed' }
  | { kind: 'tls-alert'; alert: string }
  | { kind: 'tls' }
  | { kind: 'headers-too-long' }
  | { kind: 'not-http' }
  | { kind: 'unaskable' }
  | { kind: 'aborted' };

/** A failure of the connection, by what the socket's error says of itself. */
export function outcomeOfError(error: unknown): ProbeOutcome {
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return { kind: 'refused' };
    case 'ETIMEDOUT':
      return { kind: 'connect-timeout' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { kind: 'unreachable' };
    case 'ECONNRESET':
    case 'EPIPE':
      return { kind: 'closed' };
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { kind: 'headers-too-long' };
    case 'UND_ERR_INVALID_ARG':
      return { kind: 'unaskable' };
    // Two lengths that differ.
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return { kind: 'not-http' };
  }
  // The code is not always there.
  if (error instanceof Error && error.name === 'HTTPParserError') return { kind: 'not-http' };
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return tlsOutcome(error);
  return { kind: 'closed' };
}

/**
 * OpenSSL: `…:SSL routines:ssl3_read_bytes:ssl/tls alert handshake failure:…:SSL alert number 40`.
 */
function tlsOutcome(error: unknown): ProbeOutcome {
  const text = error instanceof Error ? `${error.message}` : '';
  const alert = /alert number (\d+)/.exec(text)?.[1];
  return alert === undefined
    ? { kind: 'tls' }
    : { kind: 'tls-alert', alert: ALERTS[Number(alert)] ?? `alert ${alert}` };
}

/** RFC 8446 section 6, and those of TLS 1.2 (RFC 5246 section 7.2) that it has left out. */
const ALERTS: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

export function isSuccess(outcome: ProbeOutcome): boolean {
  return outcome.kind === 'connected' || (outcome.kind === 'status' && outcome.ok);
}
