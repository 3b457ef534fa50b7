import type { FaultOf, FaultSubject, InjectedFault } from '@understudy/contract';

/** What is broken on purpose, as the parts of a process see it. */
export interface FaultView {
  of<S extends FaultSubject>(subject: S): readonly FaultOf<S>[];
  /** Called after each change. Returns what ends that. */
  onChange(listener: () => void): () => void;
}

/** The faults of a process: its document says which. */
export class FaultsNow implements FaultView {
  #faults: readonly InjectedFault[] = [];
  #text = '[]';
  readonly #bySubject = new Map<FaultSubject, readonly InjectedFault[]>();
  readonly #listeners = new Set<() => void>();

  apply(faults: readonly InjectedFault[]): void {
    const text = JSON.stringify(faults);
    if (text === this.#text) return;
    this.#text = text;
    this.#faults = faults;
    this.#bySubject.clear();
    this.reassert();
  }

  /** Has every part do anew what it does about those that last: something may have undone it. */
  reassert(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Asked by every request and connection: sorted once, not each time. */
  of<S extends FaultSubject>(subject: S): readonly FaultOf<S>[] {
    const known = this.#bySubject.get(subject);
    // What is kept under a subject has been chosen by it.
    if (known !== undefined) return known as readonly FaultOf<S>[];
    const own = this.#faults.filter(
      (fault): fault is FaultOf<S> & InjectedFault => fault.subject === subject,
    );
    this.#bySubject.set(subject, own);
    return own;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** Where nothing is broken. */
export const NO_FAULTS: FaultView = { of: () => [], onChange: () => () => undefined };
