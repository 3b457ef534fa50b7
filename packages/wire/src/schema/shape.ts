import { NormalizedSchema } from '@smithy/core/schema';

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

export type ShapeKind =
  | 'structure'
  | 'union'
  | 'list'
  | 'map'
  | 'string'
  | 'boolean'
  | 'number'
  | 'blob'
  | 'timestamp'
  | 'unit';

/** The Smithy traits that decide what a member looks like on the wire. */
export interface Traits {
  readonly httpLabel?: unknown;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: unknown;
  readonly httpResponseCode?: unknown;
  readonly xmlName?: string;
  readonly xmlFlattened?: unknown;
  readonly xmlAttribute?: unknown;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
  readonly ec2QueryName?: string;
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly mediaType?: string;
  readonly sparse?: unknown;
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
}

/**
 * One Smithy shape as an SDK client exports it. The only reader of the SDK's schemas: what the
 * rest of the codec knows of them, it knows from here.
 */
export class Shape {
  readonly kind: ShapeKind;
  /** The structure's own name, e.g. `CreateHostedZoneRequest`. */
  readonly name: string;
  /** Of the member and of what it points to. */
  readonly traits: Traits;
  /** Of the member alone: an XML name on a structure is its name as a root, not as a member. */
  readonly memberTraits: Traits;
  readonly streaming: boolean;
  /** Set where the model fixes the format; else the place on the wire decides. */
  readonly timestampFormat: TimestampFormat | undefined;
  readonly #schema: NormalizedSchema;
  #members: readonly Member[] | undefined;
  #value: Shape | undefined;
  #key: Shape | undefined;

  private constructor(schema: NormalizedSchema) {
    this.#schema = schema;
    this.kind = kindOf(schema);
    this.name = schema.getName() ?? '';
    this.traits = schema.getMergedTraits() as Traits;
    this.memberTraits = schema.getMemberTraits() as Traits;
    this.streaming = schema.isStreaming();
    this.timestampFormat = TIMESTAMP_FORMATS.get(schema.getSchema());
  }

  /** `reference` is what a client's module exports or an operation's tuple holds. */
  static of(reference: unknown): Shape {
    const schema = NormalizedSchema.of(reference as Parameters<typeof NormalizedSchema.of>[0]);
    const known = SHAPES.get(schema);
    if (known !== undefined) return known;
    const shape = new Shape(schema);
    SHAPES.set(schema, shape);
    return shape;
  }

  get isStructure(): boolean {
    return this.kind === 'structure' || this.kind === 'union';
  }

  /** Of a structure, in the model's order; none for anything else. */
  get members(): readonly Member[] {
    return (this.#members ??= this.isStructure ? membersOf(this.#schema) : []);
  }

  /** Of a list's items or a map's values. */
  get value(): Shape {
    return (this.#value ??= Shape.of(this.#schema.getValueSchema()));
  }

  get key(): Shape {
    return (this.#key ??= Shape.of(this.#schema.getKeySchema()));
  }
}

const SHAPES = new WeakMap<NormalizedSchema, Shape>();

// Smithy's numbering of simple types, as `@smithy/core/schema` documents it in its sentinels.
const TIMESTAMP_FORMATS = new Map<unknown, TimestampFormat>([
  [5, 'date-time'],
  [6, 'http-date'],
  [7, 'epoch-seconds'],
]);

function kindOf(schema: NormalizedSchema): ShapeKind {
  if (schema.isUnitSchema()) return 'unit';
  if (schema.isUnionSchema()) return 'union';
  if (schema.isStructSchema()) return 'structure';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isStringSchema()) return 'string';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isBlobSchema()) return 'blob';
  if (schema.isTimestampSchema()) return 'timestamp';
  throw new Error(`no service here uses a schema such as ${schema.getName(true) ?? 'unnamed'}`);
}

function membersOf(schema: NormalizedSchema): Member[] {
  // The tuple's seventh place counts the required members, which come first.
  const tuple = schema.getSchema() as unknown as readonly unknown[];
  const requiredCount = typeof tuple[6] === 'number' ? tuple[6] : 0;
  return [...schema.structIterator()].map(([name, member], index) => ({
    name,
    shape: Shape.of(member),
    required: index < requiredCount,
  }));
}
