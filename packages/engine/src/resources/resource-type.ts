import type { ResourceHandler, ResourceContext, ResourceResult } from '../kernel/resource.ts';
import { isPassing, type Support } from '../kernel/support.ts';
import { schemaOf } from '../services/cloudformation/schema/schema.ts';
import type { Widened } from './as-input.ts';
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

/** Names of properties that the operation does not take, or takes in another shape. */
type Misfits<P, Input, Names> = {
  [K in keyof P & Names]: K extends keyof Input
    ? Exclude<P[K], undefined> extends Widened<Exclude<Input[K], undefined>>
      ? never
      : K
    : K;
}[keyof P & Names];

/** The properties, or a complaint in the compiler's message about those that cannot pass. */
type Checked<P, Input, Names> = [Misfits<P, Input, Names>] extends [never]
  ? P
  : `${Misfits<P, Input, Names> & string} does not pass to this operation as it is`;

interface Handling<P> {
  create(properties: P, context: ResourceContext): Promise<ResourceResult>;
  update(
    properties: P,
    previous: P,
    physicalId: string,
    context: ResourceContext,
  ): Promise<ResourceResult>;
  remove(physicalId: string, properties: P, context: ResourceContext): Promise<void>;
}

export interface ResourceType<Type extends keyof ResourceProperties, Names> {
  /** The properties marked as passing, as members of an operation's input. */
  passed<Input>(
    properties: Checked<ResourceProperties[Type], Input, Names>,
  ): Pick<Input, Names & keyof Input>;
  /** Of these, the ones that may change in place. */
  changeable<Input>(
    properties: Checked<ResourceProperties[Type], Input, Exclude<Names, ReplacedBy[Type]>>,
  ): Pick<Input, Exclude<Names, ReplacedBy[Type]> & keyof Input>;
  /** See `ResourceHandler`, whose members these are. */
  handler(handling: Handling<ResourceProperties[Type]>): ResourceHandler;
}

/** The properties of a CloudFormation type, each classified once. */
export function resourceType<
  Type extends keyof ResourceProperties,
  const Table extends SupportTable<ResourceProperties[Type]>,
>(
  type: Type,
  table: Table & KnownIn<ResourceProperties[Type], Table>,
): ResourceType<Type, Passing<Table>> {
  const properties: Readonly<Record<string, Support>> = table;
  const passing = Object.keys(properties).filter((name) => isPassing(properties[name]));
  const changing = passing.filter(
    (name) => schemaOf(type)?.properties[name]?.replacement !== 'yes',
  );
  return {
    passed: (given) => pick(given, passing),
    changeable: (given) => pick(given, changing),
    handler: (handling) => ({ type, properties, ...handling }),
  };
}

function pick<T>(properties: object | string, names: readonly string[]): T {
  const entries = Object.entries(properties).filter(([name]) => names.includes(name));
  return Object.fromEntries(entries) as T;
}
