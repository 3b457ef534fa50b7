import { AwsError } from '../aws-error.ts';
import { collectBody } from '../http/body.ts';
import type { OperationShape } from '../schema/operations.ts';
import type { WireRequest } from '../types.ts';
import { jsonInput } from './json-rpc.ts';

/** A call in JSON 1.0 or 1.1: the operation stands in `x-amz-target: PREFIX.OPERATION`. */
export async function jsonCall(
  request: WireRequest,
  operations: ReadonlyMap<string, OperationShape>,
): Promise<{ operation: string; input: Record<string, unknown> }> {
  const target = request.headers['x-amz-target'] ?? '';
  const name = target.slice(target.lastIndexOf('.') + 1);
  const operation = operations.get(name);
  if (operation === undefined)
    throw new AwsError({ code: 'UnknownOperationException', message: '' });
  const text = (await collectBody(request.body)).toString('utf8');
  return { operation: name, input: jsonInput(operation, text) };
}
