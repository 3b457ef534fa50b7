import { refuseOthers } from './refuse-others.ts';
import type { RequestContext } from './service.ts';

/** One operation of a service's API, over what the service keeps. */
export interface OperationRow<Store, Input, Output> {
  /** Takes the SDK's input shape, gives its output shape, throws `AwsError`. */
  readonly handle: (store: Store, context: RequestContext, input: Input) => Output;
  /** Members of the input that have an effect; others are refused by name. Absent: it takes all. */
  readonly accepts?: readonly string[];
}

/** A row of a service's table of operations; the compiler knows the members that it may accept. */
export function operation<Store, Input extends object, Output>(
  handle: (store: Store, context: RequestContext, input: Input) => Output,
  options: { accepts?: readonly (keyof Input & string)[] } = {},
): OperationRow<Store, Input, Output> {
  return { handle, ...options };
}

/** Operations by AWS's names. */
type OperationTable<Store> = Readonly<Record<string, OperationRow<Store, never, unknown>>>;

type Bound<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends OperationRow<never, infer Input, infer Output>
    ? (context: RequestContext, input: Input) => Output
    : never;
};

type Merged<Tables> = Tables extends readonly [infer First, ...infer Rest]
  ? First & Merged<Rest>
  : unknown;

/** A service's tables as one; a name in two of them is a mistake of ours. */
export function mergeOperations<const Tables extends readonly object[]>(
  ...tables: Tables
): Merged<Tables> {
  const rows = tables.flatMap((table) => Object.entries(table) as [string, unknown][]);
  const twice = rows.find(([name], index) => rows.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw new Error(`the operation ${twice[0]} is in two tables`);
  return Object.fromEntries(rows) as Merged<Tables>;
}

/** The operations over one service's store, as the wire and the resource handlers call them. */
export function bindOperations<Store, Table extends OperationTable<Store>>(
  store: Store,
  table: Table,
): Bound<Table> {
  const bound = Object.entries(table).map(([name, { handle, accepts }]) => [
    name,
    (context: RequestContext, input: never): unknown => {
      if (accepts !== undefined) refuseOthers<object>(name, input, accepts as readonly never[]);
      return handle(store, context, input);
    },
  ]);
  return Object.fromEntries(bound) as Bound<Table>;
}
