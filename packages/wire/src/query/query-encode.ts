import type { OperationShape } from '../schema/operations.ts';
import type { WireResponse } from '../types.ts';
import { membersToXml } from '../xml/encode-shape.ts';
import { attribute, element, textElement, XML_DECLARATION } from '../xml/write-xml.ts';
import type { QueryDialect } from './query-decode.ts';

/** An answer in the envelope of AWS Query, or of EC2, which has none but the request's id. */
export function queryResponse(
  operation: OperationShape,
  output: Record<string, unknown>,
  context: { dialect: QueryDialect; xmlNamespace: string; requestId: string },
): WireResponse {
  const { dialect, requestId, xmlNamespace } = context;
  const members = membersToXml(operation.output.members, output);
  const content =
    dialect === 'ec2Query'
      ? textElement('requestId', requestId) + members
      : resultElement(operation, members) +
        element('ResponseMetadata', textElement('RequestId', requestId));
  const root = element(`${operation.name}Response`, content, attribute('xmlns', xmlNamespace));
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: XML_DECLARATION + root,
  };
}

function resultElement(operation: OperationShape, members: string): string {
  return operation.output.kind === 'unit' ? '' : element(`${operation.name}Result`, members);
}
