import { Readable } from 'node:stream';
import { structureToJson } from '../json/encode-shape.ts';
import { scalarToText } from '../scalars.ts';
import type { OperationShape } from '../schema/operations.ts';
import type { Member, Shape } from '../schema/shape.ts';
import type { WireResponse } from '../types.ts';
import { membersToXml, structureToXml } from '../xml/encode-shape.ts';
import { attribute, element, escapeXml, XML_DECLARATION } from '../xml/write-xml.ts';
import { bindingsOf } from './bindings.ts';
import { joinHeaderList } from './header-list.ts';
import type { RestFormat } from './rest-decode.ts';

/** A REST operation's output, each member in its place. The caller adds the request id's header. */
export function restResponse(
  operation: OperationShape,
  output: Record<string, unknown>,
  context: { format: RestFormat; xmlNamespace: string },
): WireResponse {
  const bindings = bindingsOf(operation.output);
  const status = bindings.status === undefined ? undefined : output[bindings.status.name];
  const body = encodeBody(operation, output, context);
  const headers = encodeHeaders(operation.output, output);
  if (body.contentType !== undefined) headers['content-type'] ??= body.contentType;
  return {
    status: typeof status === 'number' ? status : (operation.http?.status ?? 200),
    headers,
    // RFC 9110, section 9.3.2: an answer to HEAD has no content.
    body: operation.http?.method === 'HEAD' ? '' : body.content,
  };
}

function encodeHeaders(shape: Shape, output: Record<string, unknown>): Record<string, string> {
  const headers: Record<string, string> = {};
  const bindings = bindingsOf(shape);
  for (const { name, shape: member, wireName } of bindings.headers) {
    const value = output[name];
    if (value !== undefined && value !== null) headers[wireName] = headerText(member, value);
  }
  for (const { name, prefix } of bindings.prefixHeaders)
    for (const [key, text] of Object.entries((output[name] ?? {}) as Record<string, unknown>))
      headers[`${prefix}${key}`.toLowerCase()] = String(text);
  return headers;
}

function headerText(shape: Shape, value: unknown): string {
  if (shape.kind === 'list') {
    const items = (value as readonly unknown[]).map((item) =>
      scalarToText(shape.value, item, 'http-date'),
    );
    return joinHeaderList(items, shape.value.kind === 'timestamp');
  }
  const text = scalarToText(shape, value, 'http-date');
  return shape.kind === 'string' && shape.traits.mediaType !== undefined
    ? Buffer.from(text).toString('base64')
    : text;
}

interface EncodedBody {
  content: WireResponse['body'];
  contentType?: string;
}

function encodeBody(
  operation: OperationShape,
  output: Record<string, unknown>,
  context: { format: RestFormat; xmlNamespace: string },
): EncodedBody {
  const { output: shape } = operation;
  const { payload, body } = bindingsOf(shape);
  if (payload !== undefined) return encodePayload(payload, output[payload.name], context);
  if (context.format === 'json')
    return {
      content: JSON.stringify(structureToJson(body, output)),
      contentType: 'application/json',
    };
  if (body.length === 0) return { content: '' };
  const content =
    operation.name === 'GetBucketLocation'
      ? bucketLocation(output['LocationConstraint'], context.xmlNamespace)
      : element(
          shape.traits.xmlName ?? shape.name,
          membersToXml(body, output),
          attribute('xmlns', context.xmlNamespace),
        );
  return { content: XML_DECLARATION + content, contentType: 'application/xml' };
}

function encodePayload(
  { shape }: Member,
  value: unknown,
  context: { format: RestFormat; xmlNamespace: string },
): EncodedBody {
  if (value === undefined || value === null) return { content: '' };
  if (shape.kind === 'blob' || shape.kind === 'string')
    return {
      content: value instanceof Readable || value instanceof Uint8Array ? value : String(value),
    };
  const members = value as Record<string, unknown>;
  if (context.format === 'json')
    return {
      content: JSON.stringify(structureToJson(shape.members, members)),
      contentType: 'application/json',
    };
  const xmlns = attribute('xmlns', context.xmlNamespace);
  return {
    content:
      XML_DECLARATION + structureToXml(shape.traits.xmlName ?? shape.name, shape, members, xmlns),
    contentType: 'application/xml',
  };
}

/**
 * S3's one answer whose root is the value itself; empty for us-east-1.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
function bucketLocation(location: unknown, xmlNamespace: string): string {
  const text = typeof location === 'string' ? escapeXml(location) : '';
  return element('LocationConstraint', text, attribute('xmlns', xmlNamespace));
}
