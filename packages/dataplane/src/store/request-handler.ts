import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorText, type EventBody, type Random } from '@understudy/contract';
import {
  answerEarly,
  AwsError,
  bucketAddress,
  bucketOfHost,
  decodePayload,
  keepAliveUnsaid,
  verifySignature,
  wireRequestOf,
  type DecodedCall,
  type ServiceCodec,
  type SignatureResult,
  type WireRequest,
  type WireResponse,
} from '@understudy/wire';
import type { FaultView } from '../faults/faults-now.ts';
import { decideS3Fault } from '../faults/s3-faults.ts';
import { denialOf, isBarred, isOwnAccount, mayDo } from './access/access.ts';
import { REFUSED_BODY } from './bounds.ts';
import { bucketArn, checkBucketName } from './buckets/bucket-names.ts';
import { callerOf, checkHeaderSize, checkHost } from './caller.ts';
import type { BucketCall, Call, Caller, Core } from './core.ts';
import {
  accessDenied,
  methodNotAllowed,
  noSuchBucket,
  operationNotImplemented,
  serviceUnavailable,
} from './errors.ts';
import { KnownKeys } from './access/known-keys.ts';
import type { Bucket } from './model.ts';
import type { AnyInput, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { answerPeer } from './peers/peer-handler.ts';
import { PEER_PATH } from './peers/peer-protocol.ts';
import { redirectTo, wrongRegion } from './http/redirects.ts';
import { detachedBody } from './http/request-body.ts';
import { finishResponse } from './http/responses.ts';
import { knownError } from './store-problem.ts';

type Target = Parameters<Call<never>['may']>[1];

/** From a request on a socket to the answer on it. */
export class RequestHandler {
  readonly #core: Core;
  readonly #codec: ServiceCodec;
  readonly #emit: (body: EventBody) => void;
  readonly #sourceAddress: (loopbackAddress: string) => string;
  readonly #faults: FaultView;
  readonly #random: Random;
  #keys = new KnownKeys();
  #endpointToken: string | undefined;
  /** What stood in the way of the last request that it did for. */
  #told: string | undefined;

  constructor(options: {
    core: Core;
    codec: ServiceCodec;
    emit: (body: EventBody) => void;
    sourceAddress: (loopbackAddress: string) => string;
    faults: FaultView;
    random: Random;
  }) {
    this.#core = options.core;
    this.#codec = options.codec;
    this.#emit = options.emit;
    this.#sourceAddress = options.sourceAddress;
    this.#faults = options.faults;
    this.#random = options.random;
  }

  configure(keys: KnownKeys, endpointToken: string | undefined): void {
    this.#keys = keys;
    this.#endpointToken = endpointToken;
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    keepAliveUnsaid(response);
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    const request = wireRequestOf(message, detachedBody(message, response));
    const { delayMs, isError } = decideS3Fault(this.#faults, this.#random);
    if (delayMs > 0) await this.#core.clock.sleep(delayMs);
    let answer: WireResponse;
    try {
      if (isError) throw serviceUnavailable();
      answer = await this.#answer(message, request, requestId);
    } catch (thrown) {
      answer = this.#refuse(thrown, request, requestId);
    }
    message.unpipe();
    if (!response.headersSent && !response.destroyed)
      await answerEarly(message, response, { answer, bounds: REFUSED_BODY });
  }

  async #answer(
    message: IncomingMessage,
    raw: WireRequest,
    requestId: string,
  ): Promise<WireResponse> {
    checkHost(message);
    const signature = verifySignature(raw, {
      ...this.#keys.admission(raw.headers),
      wallMs: this.#core.clock.wallMs(),
    });
    const principal = this.#keys.principalOf(signature);
    const host = raw.headers['host'] ?? '';
    if (raw.target.startsWith(`${PEER_PATH}/`) && bucketOfHost(host) === undefined)
      return answerPeer(this.#core, raw, principal);
    checkHeaderSize(message);
    const chunkKey = signature.kind === 'signed' ? signature.chunkKey : undefined;
    const { request, payload } = decodePayload(raw, { chunkKey });
    const { headers } = request;
    const caller = callerOf(message, {
      ...{ signature, principal, headers, payload },
      endpointToken: this.#endpointToken,
      sourceAddress: this.#sourceAddress,
    });
    await this.#checkScope(signature, raw, caller);
    const call = await this.#codec.decode(request);
    const output = await this.#perform(call, caller, raw);
    const encoded = this.#codec.encode(call, output, requestId);
    return finishResponse(encoded, { operation: call.operation, output });
  }

  async #perform(call: DecodedCall, caller: Caller, raw: WireRequest): Promise<unknown> {
    const operation = OPERATIONS[call.operation];
    if (operation === undefined) throw operationNotImplemented(call.operation);
    const { input } = call;
    const may: Call<never>['may'] = (action, target) =>
      mayDo(this.#core, caller, { action, ...target, input });
    const require = (action: string, target: Target): void => {
      const denial = denialOf(this.#core, caller, { action, ...target, input });
      if (denial !== undefined) throw denial;
    };
    // The codec decoded the input by the operation's own schema, which is the handler's type.
    const plain = { core: this.#core, caller, may, input: input as never };
    const named: AnyInput = input;
    this.#checkAccount(operation, named, caller);
    if (operation.scope === 'service') {
      // No bucket's policy speaks of these.
      require(operation.action, { bucket: '', arn: bucketArn(named.Bucket ?? '*') });
      return operation.handle(plain);
    }
    const bucket = await this.#bucketHere(named.Bucket ?? '', raw, caller);
    authorize(operation, { ...plain, bucket }, { input: named, require });
    return operation.handle({ ...plain, bucket });
  }

  #checkAccount(operation: Operation, input: AnyInput, { principal }: Caller): void {
    const { account } = this.#core;
    if (operation.scope === 'service' && !isOwnAccount(this.#core, principal)) throw accessDenied();
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    for (const owner of [input.ExpectedBucketOwner, input.ExpectedSourceBucketOwner])
      if (owner !== undefined && owner !== account) throw accessDenied();
  }

  async #bucketHere(name: string, raw: WireRequest, caller: Caller): Promise<Bucket> {
    const bucket = this.#core.metadata.buckets.get(name);
    if (bucket) return bucket;
    checkBucketName(name);
    const region = await this.#regionElsewhere(name);
    if (region === undefined) throw noSuchBucket(name);
    throw this.#redirect(region, name, raw, caller);
  }

  /**
   * A signature says for which region it was made; that must be this one, or the bucket's own is
   * told.
   */
  async #checkScope(signature: SignatureResult, raw: WireRequest, caller: Caller): Promise<void> {
    if (signature.kind !== 'signed') return;
    if (signature.service !== 's3')
      throw new AwsError({
        code: 'AuthorizationHeaderMalformed',
        message:
          'The authorization header is malformed; incorrect service ' +
          `"${signature.service}". This endpoint belongs to "s3".`,
      });
    if (signature.region === this.#core.region) return;
    const path = raw.target.split('?', 1)[0] ?? '/';
    const { bucket } = bucketAddress(raw.headers['host'], path);
    if (bucket !== undefined && !this.#core.metadata.buckets.get(bucket)) {
      const region = await this.#regionElsewhere(bucket);
      if (region !== undefined) throw this.#redirect(region, bucket, raw, caller);
    }
    throw wrongRegion(signature.region, this.#core.region, { presigned: signature.presigned });
  }

  async #regionElsewhere(bucket: string): Promise<string | undefined> {
    const place = await this.#core.peers.locate(bucket);
    if (place.kind === 'region' && place.region !== this.#core.region) return place.region;
    return place.kind === 'unknown' && place.remembered ? place.region : undefined;
  }

  #redirect(region: string, bucket: string, raw: WireRequest, caller: Caller): AwsError {
    const host = raw.headers['host'] ?? '';
    const virtualHosted = bucketOfHost(host) !== undefined;
    const { secure } = caller;
    return redirectTo(region, { bucket, host, target: raw.target, virtualHosted, secure });
  }

  #refuse(thrown: unknown, request: WireRequest, requestId: string): WireResponse {
    const error = knownError(thrown, this.#core.files);
    if (!(thrown instanceof AwsError)) this.#tell(thrown, requestId, error);
    return this.#codec.encodeError(error ?? thrown, {
      protocol: 'restXml',
      requestId,
      resource: request.target.split('?', 1)[0] ?? '/',
      method: request.method,
    });
  }

  /** A disk that is full is told once, and not by each of the requests that it refuses. */
  #tell(thrown: unknown, requestId: string, error: AwsError | undefined): void {
    if (error !== undefined && error.message === this.#told) return;
    this.#told = error?.message;
    const why =
      error === undefined ? `request ${requestId} failed` : 'cannot do all that it should';
    const message = `S3 ${why}: ${error?.message ?? errorText(thrown)}`;
    this.#emit({ type: 'log', level: 'error', message });
  }
}

function authorize(
  operation: Exclude<Operation, { scope: 'service' }>,
  call: BucketCall<never>,
  {
    input,
    require,
  }: {
    input: AnyInput;
    require: (action: string, target: Target) => void;
  },
): void {
  const bucket = call.bucket.name;
  const target = operation.scope === 'object' ? { bucket, key: input.Key ?? '' } : { bucket };
  const { core, caller } = call;
  for (const action of operation.actions(input)) {
    require(action, target);
    if (isBarred(core, caller.principal, action)) throw methodNotAllowed();
  }
}
