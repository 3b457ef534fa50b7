import { collectBody } from '../http/body.ts';
import { structureFromJson } from '../json/decode-shape.ts';
import { parseJson } from '../json/parse-json.ts';
import { Malformed, readParameter } from '../malformed.ts';
import { httpDateMs } from '../http/http-date.ts';
import { scalarFromText } from '../scalars.ts';
import type { Member, Shape } from '../schema/shape.ts';
import type { QueryParameters } from '../target.ts';
import type { WireRequest } from '../types.ts';
import { shapeFromXml, structureFromXml } from '../xml/decode-shape.ts';
import { readXml, type XmlElement } from '../xml/read-xml.ts';
import { bindingsOf, type Bindings } from './bindings.ts';
import { splitHeaderList } from './header-list.ts';

export type RestFormat = 'xml' | 'json';

/** A REST operation's input from all the places where its members travel. */
export async function restInput(
  shape: Shape,
  request: WireRequest,
  parts: { labels: ReadonlyMap<string, string>; query: QueryParameters; format: RestFormat },
): Promise<Record<string, unknown>> {
  const bindings = bindingsOf(shape);
  const input: Record<string, unknown> = {};
  for (const { name, shape: member } of bindings.labels) {
    const text = parts.labels.get(name);
    if (text !== undefined) input[name] = parameterValue(name, member, text);
  }
  decodeQuery(bindings, parts.query, input);
  decodeHeaders(bindings, request.headers, input);
  if (bindings.payload !== undefined) {
    const payload = await decodePayload(bindings.payload, request, parts.format);
    if (payload !== undefined) input[bindings.payload.name] = payload;
  } else if (bindings.body.length > 0) {
    const text = (await collectBody(request.body)).toString('utf8');
    if (text !== '') Object.assign(input, decodeDocument(shape, bindings.body, text, parts.format));
  }
  return input;
}

function decodeQuery(
  bindings: Bindings,
  query: QueryParameters,
  input: Record<string, unknown>,
): void {
  for (const { name, shape, wireName } of bindings.query) {
    const values = query.get(wireName);
    const [first] = values ?? [];
    if (values === undefined || first === undefined) continue;
    // `?max-keys=` asks for the default, as if absent.
    if (first === '' && shape.kind !== 'string' && shape.kind !== 'list') continue;
    input[name] =
      shape.kind === 'list'
        ? values.map((value) => parameterValue(wireName, shape.value, value))
        : parameterValue(wireName, shape, first);
  }
  if (bindings.queryParameters === undefined) return;
  const taken = new Set(bindings.query.map(({ wireName }) => wireName));
  const many = bindings.queryParameters.shape.value.kind === 'list';
  input[bindings.queryParameters.name] = Object.fromEntries(
    [...query]
      .filter(([name]) => !taken.has(name))
      .map(([name, values]) => [name, many ? values : (values[0] ?? '')]),
  );
}

function parameterValue(name: string, shape: Shape, value: string): unknown {
  // S3 takes any text for `response-expires`, the only parameter that is an HTTP date.
  if (shape.timestampFormat === 'http-date' && httpDateMs(value) === undefined) return undefined;
  return readParameter({ name, value }, () => scalarFromText(shape, value, 'date-time'));
}

function decodeHeaders(
  bindings: Bindings,
  headers: WireRequest['headers'],
  input: Record<string, unknown>,
): void {
  for (const { name, shape, wireName } of bindings.headers) {
    const text = headers[wireName];
    if (text === undefined) continue;
    const value = readParameter({ name: wireName, value: text }, () => headerValue(shape, text));
    if (value !== undefined) input[name] = value;
  }
  for (const { name, prefix } of bindings.prefixHeaders) {
    const found = Object.entries(headers).filter(([header]) => header.startsWith(prefix));
    if (found.length === 0) continue;
    input[name] = Object.fromEntries(
      found.map(([header, text]) => [header.slice(prefix.length), text ?? '']),
    );
  }
}

function headerValue(shape: Shape, text: string): unknown {
  if (shape.kind === 'list') {
    const dates = shape.value.kind === 'timestamp';
    const items = splitHeaderList(text, dates);
    return items.map((item) => scalarFromText(shape.value, item, 'http-date'));
  }
  if (shape.kind === 'string' && shape.traits.mediaType !== undefined)
    return Buffer.from(text, 'base64').toString('utf8');
  const isHttpDate = (shape.timestampFormat ?? 'http-date') === 'http-date';
  // RFC 9110, section 13.1.3: a recipient ignores a condition whose date is not a valid HTTP date.
  if (shape.kind === 'timestamp' && isHttpDate && httpDateMs(text) === undefined) return undefined;
  return scalarFromText(shape, text, 'http-date');
}

async function decodePayload(
  { shape }: Member,
  request: WireRequest,
  format: RestFormat,
): Promise<unknown> {
  if (shape.streaming) return request.body;
  const bytes = await collectBody(request.body);
  if (shape.kind === 'blob') return bytes.length > 0 ? new Uint8Array(bytes) : undefined;
  const text = bytes.toString('utf8');
  if (text === '') return undefined;
  if (shape.kind === 'string') return text;
  if (format === 'json') return structureFromJson(shape.members, parseJson(text));
  return shapeFromXml(shape, readRoot(text, shape.traits.xmlName ?? shape.name));
}

function decodeDocument(
  shape: Shape,
  members: readonly Member[],
  text: string,
  format: RestFormat,
): Record<string, unknown> {
  if (format === 'json') return structureFromJson(members, parseJson(text));
  return structureFromXml(members, readRoot(text, shape.traits.xmlName ?? shape.name));
}

function readRoot(text: string, name: string): XmlElement {
  const root = readXml(text);
  if (root.name !== name)
    throw new Malformed(`The root element is '${root.name}' where '${name}' is expected`);
  return root;
}
