/** A field of the configuration that cannot be used as it is. */
export class SiteConfigError extends Error {
  /** Dotted path, e.g. `web.capacity.max`. */
  readonly field: string;
  readonly value: unknown;
  /** What to write instead. */
  readonly hint: string;

  constructor(details: { field: string; value: unknown; problem: string; hint: string }) {
    super(`${details.field} is ${show(details.value)}: ${details.problem}`);
    this.name = 'SiteConfigError';
    this.field = details.field;
    this.value = details.value;
    this.hint = details.hint;
  }
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
