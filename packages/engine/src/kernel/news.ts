/**
 * Lets any number wait for the next thing that happens to a subject (a region, a certificate).
 * Whoever looks first and then waits asks before looking, so that nothing that happens in between
 * is missed.
 */
export class News {
  readonly #awaited = new Map<string, PromiseWithResolvers<void>>();

  /** Resolves when `tell` is next called for the subject. */
  next(subject: string): Promise<void> {
    let awaited = this.#awaited.get(subject);
    if (awaited === undefined) {
      awaited = Promise.withResolvers<void>();
      this.#awaited.set(subject, awaited);
    }
    return awaited.promise;
  }

  tell(subject: string): void {
    this.#awaited.get(subject)?.resolve();
    this.#awaited.delete(subject);
  }
}
