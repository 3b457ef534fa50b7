import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendWireResponse, wireRequestOf } from '../http/http.ts';
import type { DecodedCall, ServiceCodec } from '../types.ts';

/**
 * A real HTTP server in front of one codec, for tests. `answer` gives the output, or throws the
 * error.
 */
export class CodecServer implements AsyncDisposable {
  readonly #server: Server;
  readonly calls: DecodedCall[] = [];
  answer: (call: DecodedCall) => unknown = () => ({});

  constructor(codec: ServiceCodec) {
    this.#server = createServer((incoming, response) => {
      const request = wireRequestOf(incoming);
      const serve = async (): Promise<void> => {
        let protocol: DecodedCall['protocol'] | undefined;
        try {
          const call = await codec.decode(request);
          protocol = call.protocol;
          this.calls.push(call);
          const output = await this.answer(call);
          await sendWireResponse(response, codec.encode(call, output, 'request-1'));
        } catch (error) {
          const { method } = request;
          const context = { protocol, requestId: 'request-1', resource: request.target, method };
          await sendWireResponse(response, codec.encodeError(error, context));
        }
      };
      serve().catch((error: unknown) => response.destroy(error as Error));
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
