import { Reasons, type Reason } from '@understudy/contract';

/** On a request that somebody wants explained: an id that the control plane has just drawn. */
export const TRACE_HEADER = 'x-understudy-trace';

/** Requests under way that are explained at the same time; one more ends the oldest. */
const TRACES_MAX = 16;

/** A request that is explained, on its way through this process. */
export interface Trace {
  id: string;
  reasons: Reasons;
}

/**
 * Requests that somebody wants explained. An id counts only while the control plane expects it,
 * which asks for its holder's token: whatever else comes under that name is a header like any
 * other. Nothing is looked at while none is expected.
 */
export class Traces {
  readonly #expected = new Map<string, Reasons>();

  expect(id: string): void {
    this.#expected.set(id, new Reasons());
    const [oldest] = this.#expected.keys();
    if (this.#expected.size > TRACES_MAX && oldest !== undefined) this.#expected.delete(oldest);
  }

  /** What was said of it here; no more is. */
  end(id: string): Reason[] {
    const reasons = this.#expected.get(id);
    this.#expected.delete(id);
    return reasons?.list ?? [];
  }

  /** By the header's value. */
  find(id: string | undefined): Trace | undefined {
    const reasons = id === undefined ? undefined : this.#expected.get(id);
    return id === undefined || reasons === undefined ? undefined : { id, reasons };
  }

  /** By names and values in turn. */
  findIn(rawHeaders: readonly string[]): Trace | undefined {
    if (this.#expected.size === 0) return undefined;
    const at = rawHeaders.findIndex(
      (name, index) => index % 2 === 0 && name.toLowerCase() === TRACE_HEADER,
    );
    return at === -1 ? undefined : this.find(rawHeaders[at + 1]);
  }
}

/** Names and values in turn, without the trace's. */
export function withoutTrace(headers: readonly string[]): string[] {
  const isTrace = (index: number): boolean => headers[index]?.toLowerCase() === TRACE_HEADER;
  return headers.filter((_, index) => !isTrace(index - (index % 2)));
}
