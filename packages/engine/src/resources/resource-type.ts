import type { Properties, Refusal, ResourceResult } from '../kernel/resource.ts';
import { isPassing, type Support } from '../kernel/support.ts';
import { schemaOf } from '../services/cloudformation/schema/schema.ts';
import type { Widened } from './as-input.ts';
import type { Handler, HandlerContext } from './handler-context.ts';
import type { ReplacedBy, ResourceProperties } from './properties.generated.ts';

/** Every property of a type; nested ones, by dotted path, where they differ from their parent. */
type SupportTable<P> = { readonly [K in keyof Required<P>]: Support } & {
  readonly [path: `${string}.${string}`]: Support;
};

/** The same table, without names that the type does not have. */
type KnownIn<P, Table> = {
  readonly [K in keyof Table]: K extends keyof P | `${string}.${string}` ? Table[K] : never;
};

type Passing<Table> = {
  [K in keyof Table]: Table[K] extends 'passes' | { passes: true } ? K : never;
}[keyof Table];

/** How the service's API writes the names that templates write in PascalCase. */
type Spelling = 'PascalCase' | 'camelCase';

type Spelled<Name, S extends Spelling> = S extends 'camelCase' ? Uncapitalize<Name & string> : Name;

/** Names of properties that the operation does not take, or takes in another shape. */
type Misfits<P, Input, Names, S extends Spelling> = {
  [K in keyof P & Names]: Spelled<K, S> extends keyof Input
    ? Exclude<P[K], undefined> extends Widened<Exclude<Input[Spelled<K, S>], undefined>>
      ? never
      : K
    : K;
}[keyof P & Names];

/** The properties, or a complaint in the compiler's message about those that cannot pass. */
type Checked<P, Input, Names, S extends Spelling> = [Misfits<P, Input, Names, S>] extends [never]
  ? P
  : `${Misfits<P, Input, Names, S> & string} does not pass to this operation as it is`;

type Picked<Input, Names, S extends Spelling> = Pick<Input, Spelled<Names, S> & keyof Input>;

/** See `ResourceHandler`, whose members these are. */
export interface Handling<P> {
  refuses?(properties: Properties): readonly Refusal[];
  create(properties: P, context: HandlerContext): Promise<ResourceResult>;
  update(
    properties: P,
    previous: P,
    physicalId: string,
    context: HandlerContext,
  ): Promise<ResourceResult>;
  remove(physicalId: string, properties: P, context: HandlerContext): Promise<void>;
}

export interface ResourceType<
  Type extends keyof ResourceProperties,
  Names,
  S extends Spelling = 'PascalCase',
> {
  /** The properties marked as passing, as members of an operation's input. */
  passed<Input>(
    properties: Checked<ResourceProperties[Type], Input, Names, S>,
  ): Picked<Input, Names, S>;
  /** Of these, the ones that may change in place. */
  changeable<Input>(
    properties: Checked<ResourceProperties[Type], Input, Exclude<Names, ReplacedBy[Type]>, S>,
  ): Picked<Input, Exclude<Names, ReplacedBy[Type]>, S>;
  handler(handling: Handling<ResourceProperties[Type]>): Handler;
}

/** The properties of a CloudFormation type, each classified once. */
export function resourceType<
  Type extends keyof ResourceProperties,
  const Table extends SupportTable<ResourceProperties[Type]>,
  S extends Spelling = 'PascalCase',
>(
  type: Type,
  table: Table & KnownIn<ResourceProperties[Type], Table>,
  spelling?: S,
): ResourceType<Type, Passing<Table>, S> {
  const properties: Readonly<Record<string, Support>> = table;
  const passing = Object.keys(properties).filter((name) => isPassing(properties[name]));
  const changing = passing.filter(
    (name) => schemaOf(type)?.properties[name]?.replacement !== 'yes',
  );
  return {
    passed: (given) => pick(given, passing, spelling),
    changeable: (given) => pick(given, changing, spelling),
    handler: (handling) => ({ type, properties, ...handling }),
  };
}

function pick<T>(
  properties: object | string,
  names: readonly string[],
  spelling: Spelling | undefined,
): T {
  const entries = Object.entries(properties).filter(([name]) => names.includes(name));
  const spell = (name: string): string =>
    spelling === 'camelCase' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
  return Object.fromEntries(entries.map(([name, value]) => [spell(name), value])) as T;
}
