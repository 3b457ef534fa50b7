import { CATALOGUE, type ErrorCode, type Fault } from './error-catalogue.ts';

export type { ErrorCode, Fault } from './error-catalogue.ts';

export interface ErrorDetails {
  /** What went wrong, with the offending value; lower case, no full stop. */
  message: string;
  /** Replaces the catalogue's hint where the situation allows a more exact next action. */
  hint?: string;
  cause?: unknown;
}

/** An error that a user may see. Its code is stable; scripts may match on it. */
export class UnderstudyError extends Error {
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly hint: string;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'UnderstudyError';
    this.code = code;
    this.fault = CATALOGUE[code].fault;
    this.hint = details.hint ?? CATALOGUE[code].hint;
  }

  toJSON(): { code: ErrorCode; fault: Fault; message: string; hint: string } {
    return { code: this.code, fault: this.fault, message: this.message, hint: this.hint };
  }
}

/** The text of anything thrown, for a message that quotes it. */
export function errorText(thrown: unknown): string {
  if (!(thrown instanceof Error))
    return thrown === '' ? 'an empty text was thrown' : String(thrown);
  return thrown.message === '' ? `${thrown.name} without a message` : thrown.message;
}
