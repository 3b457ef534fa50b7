import type { OperationShape } from '../schema/operations.ts';
import type { WireResponse } from '../types.ts';
import { structureFromJson } from './decode-shape.ts';
import { structureToJson } from './encode-shape.ts';
import { parseJson } from './parse-json.ts';

export type JsonVersion = '1.0' | '1.1';

export function jsonInput(operation: OperationShape, text: string): Record<string, unknown> {
  return structureFromJson(operation.input.members, parseJson(text));
}

export function jsonResponse(
  operation: OperationShape,
  output: Record<string, unknown>,
  context: { version: JsonVersion; requestId: string },
): WireResponse {
  // A call without output answers with an empty body; botocore reads both, but this is what AWS
  // sends.
  const body =
    operation.output.kind === 'unit'
      ? ''
      : JSON.stringify(structureToJson(operation.output.members, output));
  return {
    status: 200,
    headers: {
      'content-type': `application/x-amz-json-${context.version}`,
      'x-amzn-requestid': context.requestId,
    },
    body,
  };
}
