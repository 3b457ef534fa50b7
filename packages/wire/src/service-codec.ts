import { ErrorNames } from './errors/error-names.ts';
import { malformedError } from './errors/malformed-error.ts';
import { renderError } from './errors/render-error.ts';
import { jsonCall } from './json/json-request.ts';
import { jsonResponse } from './json/json-rpc.ts';
import { Malformed } from './malformed.ts';
import { requireProtocol } from './protocol.ts';
import { queryResponse } from './query/query-encode.ts';
import { queryCall } from './query/query-request.ts';
import { restResponse } from './rest/rest-encode.ts';
import { restCall } from './rest/rest-request.ts';
import { createRouter, type Router } from './rest/rest-route.ts';
import { requireMembers } from './schema/required-members.ts';
import { errorShapesOf, operationsOf, type OperationShape } from './schema/operations.ts';
import type {
  DecodedCall,
  Protocol,
  ServiceCodec,
  ServiceTraits,
  WireRequest,
  WireResponse,
} from './types.ts';

/** Makes a service's codec from the schemas that its SDK client exports. */
export function createServiceCodec(
  schemas: Record<string, unknown>,
  traits: ServiceTraits,
): ServiceCodec {
  const operations = operationsOf(schemas);
  const names = new ErrorNames(errorShapesOf(schemas));
  const decoder = new CallDecoder(operations, traits);
  return {
    traits,
    operations: new Set(operations.keys()),
    decode: (request) => decoder.decode(request),
    requireMembers: ({ operation, input }) => {
      const shape = operations.get(operation);
      if (shape !== undefined) requireMembers(shape, input, traits);
    },
    encode: (call, output, requestId) => encodeOutput(operations, traits, call, output, requestId),
    encodeError: (error, context) => {
      const protocol = context.protocol ?? traits.protocols[0] ?? 'awsQuery';
      return renderError(error, { ...context, protocol, traits, names });
    },
  };
}

class CallDecoder {
  readonly #operations: ReadonlyMap<string, OperationShape>;
  readonly #traits: ServiceTraits;
  #router: Router | undefined;

  constructor(operations: ReadonlyMap<string, OperationShape>, traits: ServiceTraits) {
    this.#operations = operations;
    this.#traits = traits;
  }

  async decode(request: WireRequest): Promise<DecodedCall> {
    const protocol = requireProtocol(request, this.#traits);
    try {
      return { ...(await this.#decodeIn(protocol, request)), protocol };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw malformedError(error, { protocol, s3: this.#traits.bucketAddressing });
    }
  }

  #decodeIn(
    protocol: Protocol,
    request: WireRequest,
  ): Promise<{ operation: string; input: Record<string, unknown> }> {
    const { bucketAddressing, xmlNamespace } = this.#traits;
    const operations = this.#operations;
    switch (protocol) {
      case 'awsQuery':
      case 'ec2Query':
        return queryCall(request, { operations, dialect: protocol, xmlNamespace });
      case 'awsJson1_0':
      case 'awsJson1_1':
        return jsonCall(request, operations);
      case 'restXml':
      case 'restJson': {
        const router = (this.#router ??= createRouter(operations.values(), { bucketAddressing }));
        const format = protocol === 'restXml' ? 'xml' : 'json';
        return restCall(request, { router, format, bucketAddressing });
      }
    }
  }
}

function encodeOutput(
  operations: ReadonlyMap<string, OperationShape>,
  traits: ServiceTraits,
  call: { operation: string; protocol: Protocol },
  output: unknown,
  requestId: string,
): WireResponse {
  const operation = operations.get(call.operation);
  if (operation === undefined) throw new Error(`no operation is called '${call.operation}'`);
  const members = (output ?? {}) as Record<string, unknown>;
  const { xmlNamespace, bucketAddressing } = traits;
  switch (call.protocol) {
    case 'awsQuery':
    case 'ec2Query':
      return queryResponse(operation, members, { dialect: call.protocol, xmlNamespace, requestId });
    case 'awsJson1_0':
    case 'awsJson1_1': {
      const version = call.protocol === 'awsJson1_0' ? '1.0' : '1.1';
      return jsonResponse(operation, members, { version, requestId });
    }
    case 'restXml':
    case 'restJson': {
      const format = call.protocol === 'restXml' ? 'xml' : 'json';
      const response = restResponse(operation, members, { format, xmlNamespace });
      Object.assign(
        response.headers,
        bucketAddressing
          ? { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId }
          : { 'x-amzn-requestid': requestId },
      );
      return response;
    }
  }
}
