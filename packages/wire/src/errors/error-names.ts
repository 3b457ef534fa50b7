import type { Shape } from '../schema/shape.ts';

/**
 * A service's errors have up to two names: their shape's, which JSON speaks
 * (`ResourceNotFoundException`), and one for AWS Query (`ResourceNotFound`). Operations may throw
 * either.
 */
export class ErrorNames {
  readonly #byName: ReadonlyMap<string, Shape>;
  readonly #byQueryCode: ReadonlyMap<string, Shape>;

  constructor(errors: ReadonlyMap<string, Shape>) {
    this.#byName = errors;
    this.#byQueryCode = new Map(
      [...errors.values()].flatMap((shape) => {
        const code = shape.traits.awsQueryError?.[0];
        return code === undefined ? [] : [[code, shape] as const];
      }),
    );
  }

  forQuery(code: string): string {
    return this.#byName.get(code)?.traits.awsQueryError?.[0] ?? code;
  }

  forJson(code: string): string {
    return this.#find(code)?.name ?? code;
  }

  /** `message` or `Message`, as the shape has it. */
  messageMember(code: string): string {
    const member = this.#find(code)?.members.find(({ name }) => name.toLowerCase() === 'message');
    return member?.name ?? 'message';
  }

  #find(code: string): Shape | undefined {
    return this.#byName.get(code) ?? this.#byQueryCode.get(code);
  }
}
