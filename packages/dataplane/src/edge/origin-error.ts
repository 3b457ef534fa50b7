/** Why an origin gave no answer, and the status that the viewer gets for it. */
export class OriginError extends Error {
  readonly status: 502 | 504;

  constructor(status: 502 | 504, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OriginError';
    this.status = status;
  }
}
