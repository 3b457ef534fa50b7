import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createServiceCodec,
  sendWireResponse,
  wireRequestOf,
  type ServiceCodec,
} from '@understudy/wire';
import { testRequest, TEST_ACCOUNT } from '../../../kernel/kernel.fixture.ts';
import type { Service } from '../../../kernel/service.ts';

const REQUEST_ID = '00000000-0000-4000-8000-000000000000';

const CALLER_IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${TEST_ACCOUNT}:user/test</Arn><UserId>AIDATEST</UserId><Account>${TEST_ACCOUNT}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/**
 * Just enough of an AWS endpoint for the CDK toolkit: one service, and who calls. Signatures are
 * not verified.
 */
export async function startEndpoint(
  service: Service,
): Promise<{ url: string; operations: string[]; close(): Promise<void> }> {
  const codec = createServiceCodec(await service.loadSchemas(), service.traits);
  const operations: string[] = [];
  const server = createServer((request, response) => {
    answer({ service, codec, operations }, request, response).catch((error: unknown) =>
      response.destroy(error as Error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, operations, close: () => close(server) };
}

async function answer(
  { service, codec, operations }: { service: Service; codec: ServiceCodec; operations: string[] },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(
    request.headers.authorization ?? '',
  );
  const [, region = 'us-east-1', name = ''] = scope ?? [];
  if (name === 'sts') {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/xml' }).end(CALLER_IDENTITY);
    return;
  }
  if (name !== service.traits.signingName) {
    request.resume();
    response.writeHead(501).end();
    return;
  }
  const call = await codec.decode(wireRequestOf(request));
  operations.push(call.operation);
  const context = { protocol: call.protocol, requestId: REQUEST_ID, resource: '/', method: 'POST' };
  try {
    const operation = service.operations[call.operation];
    if (operation === undefined) throw new Error(`no operation ${call.operation}`);
    const output = await operation(testRequest(region), call.input as never);
    await sendWireResponse(response, codec.encode(call, output, REQUEST_ID));
  } catch (error) {
    await sendWireResponse(response, codec.encodeError(error, context));
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
