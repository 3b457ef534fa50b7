import type { ParameterValue } from './parameters.ts';

/** What a secret's value is shown as. */
export const NO_ECHO = '****';

/** Shorter values are not looked for in texts: they would be found in every other word. */
const SECRET_CHARACTERS_MIN = 4;

/**
 * Values of NoEcho parameters, which nothing that tells of a stack may show, outputs and metadata
 * apart.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export class Secrets {
  readonly #values: readonly string[];

  constructor(...parameters: (readonly ParameterValue[] | undefined)[]) {
    const values = parameters
      .flatMap((list) => list ?? [])
      .filter(({ noEcho }) => noEcho)
      .flatMap(({ value, list }) => [value, ...(list ? value.split(',') : [])])
      .filter((value) => value.length >= SECRET_CHARACTERS_MIN)
      // As they are, and as they are inside of a document that is text.
      .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
    // The longest first: one may be a part of another.
    this.#values = [...new Set(values)].sort((one, other) => other.length - one.length);
  }

  maskText(text: string): string {
    let masked = text;
    for (const value of this.#values) masked = masked.replaceAll(value, NO_ECHO);
    return masked;
  }

  /** The same for every text in a structure; names stay. */
  mask(value: unknown): unknown {
    if (this.#values.length === 0) return value;
    if (typeof value === 'string') return this.maskText(value);
    if (Array.isArray(value)) return value.map((item) => this.mask(item));
    if (typeof value !== 'object' || value === null) return this.#isSecret(value) ? NO_ECHO : value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.mask(item)]));
  }

  /** A number that was read from a secret's text. */
  #isSecret(value: unknown): boolean {
    return this.#values.includes(String(value));
  }
}
