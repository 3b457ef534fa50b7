import { z } from 'zod';
import { isJsonObject } from '../json.ts';

/**
 * Structures by name; each member by its own: `string`, `number`, `boolean`, a structure's name, or
 * one of these with `[]` behind it (a list) or `{}` (a map).
 */
export type Structures = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Path = readonly (string | number)[];
type Tell = (path: Path, message: string) => void;

/**
 * The schema of a record's part that is one of the SDK's shapes, from what the SDK itself knows of
 * it (`…-shapes.generated.ts`). Every member may be absent, as in the SDK's types.
 */
export function sdkShape<T>(structures: Structures, name: string): z.ZodType<T> {
  return z.unknown().transform((value, context): T => {
    const read = new Reading(structures, (path, message) => {
      context.addIssue({ code: 'custom', path: [...path], message });
    }).read(name, value, []);
    // `T` and `name` stand in one generated line, and both are the SDK's.
    return read as T;
  });
}

/** One walk over a value: gives what of it the shape knows, and tells what does not fit. */
class Reading {
  readonly #structures: Structures;
  readonly #tell: Tell;

  constructor(structures: Structures, tell: Tell) {
    this.#structures = structures;
    this.#tell = tell;
  }

  read(shape: string, value: unknown, path: Path): unknown {
    if (shape.endsWith('[]')) return this.#list(shape.slice(0, -2), value, path);
    if (shape.endsWith('{}')) return this.#map(shape.slice(0, -2), value, path);
    const members = this.#structures[shape];
    if (members !== undefined) return this.#structure(members, value, path);
    if (typeof value !== shape) this.#unlike(shape, value, path);
    return value;
  }

  #structure(members: Readonly<Record<string, string>>, value: unknown, path: Path): unknown {
    if (!isJsonObject(value)) return this.#unlike('object', value, path);
    const known: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(members)) {
      const member = value[name];
      if (member !== undefined) known[name] = this.read(shape, member, [...path, name]);
    }
    return known;
  }

  #list(shape: string, value: unknown, path: Path): unknown {
    if (!Array.isArray(value)) return this.#unlike('array', value, path);
    return value.map((item, index) => this.read(shape, item, [...path, index]));
  }

  #map(shape: string, value: unknown, path: Path): unknown {
    if (!isJsonObject(value)) return this.#unlike('object', value, path);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.read(shape, item, [...path, key])]),
    );
  }

  #unlike(expected: string, value: unknown, path: Path): unknown {
    const received = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    this.#tell(path, `Invalid input: expected ${expected}, received ${received}`);
    return value;
  }
}
