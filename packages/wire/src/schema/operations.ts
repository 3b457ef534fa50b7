import { Shape } from './shape.ts';

/** How a REST operation is addressed. */
export interface HttpBinding {
  method: string;
  /** e.g. `/2013-04-01/hostedzone/{Id}`, `/{Key+}?uploads`. */
  uri: string;
  status: number;
}

export interface OperationShape {
  readonly name: string;
  readonly http: HttpBinding | undefined;
  /**
   * True where the operation has a host of its own (S3 Object Lambda), which no client of ours
   * addresses.
   */
  readonly ownHost: boolean;
  readonly input: Shape;
  readonly output: Shape;
}

/**
 * The operations among what a client's module exports: tuples `[9, namespace, name, traits, input,
 * output]`.
 */
export function operationsOf(schemas: Record<string, unknown>): Map<string, OperationShape> {
  const operations = new Map<string, OperationShape>();
  for (const schema of Object.values(schemas)) {
    if (!Array.isArray(schema) || schema[0] !== OPERATION) continue;
    const operation = operationOf(schema);
    operations.set(operation.name, operation);
  }
  return operations;
}

/** Error shapes by their names: tuples `[-3, namespace, name, …]`. */
export function errorShapesOf(schemas: Record<string, unknown>): Map<string, Shape> {
  const errors = new Map<string, Shape>();
  for (const schema of Object.values(schemas))
    if (Array.isArray(schema) && schema[0] === ERROR)
      errors.set(String(schema[2]), Shape.of(schema));
  return errors;
}

const OPERATION = 9;
const ERROR = -3;

interface OperationTraits {
  http?: readonly [method: string, uri: string, status: number];
  endpoint?: unknown;
}

function operationOf(tuple: readonly unknown[]): OperationShape {
  const traits: OperationTraits = typeof tuple[3] === 'object' && tuple[3] !== null ? tuple[3] : {};
  let input: Shape | undefined;
  let output: Shape | undefined;
  return {
    name: String(tuple[2]),
    http: traits.http && { method: traits.http[0], uri: traits.http[1], status: traits.http[2] },
    ownHost: traits.endpoint !== undefined,
    // On demand: a client has hundreds of operations and a process serves a few.
    get input() {
      return (input ??= Shape.of(tuple[4]));
    },
    get output() {
      return (output ??= Shape.of(tuple[5]));
    },
  };
}
