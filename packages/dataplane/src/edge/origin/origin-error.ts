/** Why an origin gave no answer, and the status that the viewer gets for it. */
export class OriginError extends Error {
  readonly status: 502 | 504;

  constructor(status: 502 | 504, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OriginError';
    this.status = status;
  }
}

/** The viewer has gone: nobody wants the answer, and no origin is to blame. */
export class ViewerLeft extends Error {
  constructor() {
    super('the viewer has left');
    this.name = 'ViewerLeft';
  }
}
