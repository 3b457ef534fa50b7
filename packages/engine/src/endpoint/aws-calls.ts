import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Clock, PrincipalPolicies, SigningKey } from '@understudy/contract';
import {
  AwsError,
  collectBody,
  createServiceCodec,
  errorResponse,
  protocolOf,
  sha256,
  verifySignature,
  type Protocol,
  type ServiceCodec,
  type VerifiedSignature,
  type WireRequest,
  type WireResponse,
} from '@understudy/wire';
import { own } from '../kernel/state/own.ts';
import type { RequestContext, Service } from '../kernel/service.ts';
import { asAwsError } from './as-aws-error.ts';

/** A key that may sign; without a principal it is the administrator's. */
export type CallerKey = Pick<SigningKey, 'secretAccessKey' | 'session'> & {
  principal?: SigningKey['principal'];
};

/** A call whose operation and input are known. */
interface DecodedFor {
  traits: Service['traits'];
  operation: string;
  input: unknown;
  caller: RequestContext;
  policies?: PrincipalPolicies | undefined;
  userAgent?: string | undefined;
}

export interface AwsCallsOptions {
  services: readonly Service[];
  lookupKey(accessKeyId: string, sessionToken?: string): CallerKey | undefined;
  /** Throws for what the caller's policies do not allow. Absent: everybody may do everything. */
  authorize?(call: DecodedFor): void;
  /** What all calls of a service come to. Absent: they are carried out. */
  refusalOf?(signingName: string): AwsError | undefined;
  /** What a call comes to for its region. Absent: it is carried out. */
  regionRefusal?(call: {
    signingName: string;
    operation: string;
    region: string;
  }): AwsError | undefined;
  /** Admits every access key id; signatures are then not checked at all. */
  anyKey: boolean;
  account: string;
  principalArn: string;
  clock: Clock;
  /** Told of what an operation threw that is no error of AWS's: a bug. */
  onInternalError(error: unknown, what: string): void;
}

/** Whose signature it is; without an ARN the administrator's. */
type Verified = VerifiedSignature & { principalArn?: string; policies?: PrincipalPolicies };

/** Answers every AWS call but S3's: verifies, decodes, calls the operation, encodes. */
export class AwsCalls {
  readonly #options: AwsCallsOptions;
  readonly #services: ReadonlyMap<string, Service>;
  #refused: AwsError | undefined;
  readonly #codecs = new Map<Service, Promise<ServiceCodec>>();

  constructor(options: AwsCallsOptions) {
    this.#options = options;
    this.#services = new Map(
      options.services.map((service) => [service.traits.signingName, service]),
    );
  }

  /** From now on every call comes to this. */
  refuse(error: AwsError): void {
    this.#refused = error;
  }

  async answer(request: WireRequest, signingName: string): Promise<WireResponse> {
    const requestId = randomUUID();
    const service = this.#services.get(signingName);
    if (service === undefined) return unknownService(request, signingName, requestId);
    const protocol = protocolOf(request, service.traits) ?? service.traits.protocols[0];
    const context = {
      requestId,
      resource: request.target.split('?')[0] ?? '/',
      method: request.method,
      protocol: protocol ?? 'awsQuery',
    };
    let body: Buffer;
    let who: Verified;
    try {
      body = await collectBody(request.body);
      who = this.#verify(request, body);
      const refused = this.#refused ?? this.#options.refusalOf?.(signingName);
      if (refused !== undefined) throw refused;
    } catch (error) {
      return errorResponse(error, { ...context, traits: service.traits });
    }
    const { principalArn = this.#options.principalArn, policies } = who;
    const caller = { region: who.region, requestId, principalArn };
    return this.#perform(service, { ...request, body: Readable.from([body]) }, caller, policies);
  }

  /** A link that AWS follows without a signature; undefined for anything else. */
  async answerLink(request: WireRequest): Promise<WireResponse | undefined> {
    if (request.method !== 'GET') return undefined;
    const fields = new URLSearchParams(request.target.split('?')[1]);
    const action = fields.get('Action') ?? '';
    for (const service of this.#services.values()) {
      const region = own(service.unsigned ?? {}, action)?.(fields);
      if (region === undefined) continue;
      const caller = { region, requestId: randomUUID(), principalArn: '' };
      return this.#perform(service, request, caller);
    }
    return undefined;
  }

  async #perform(
    service: Service,
    request: WireRequest,
    caller: Omit<RequestContext, 'account'>,
    policies?: PrincipalPolicies,
  ): Promise<WireResponse> {
    const { requestId } = caller;
    const { signingName, protocols } = service.traits;
    const context = {
      requestId,
      resource: request.target.split('?')[0] ?? '/',
      method: request.method,
      protocol: protocolOf(request, service.traits) ?? protocols[0] ?? 'awsQuery',
    };
    const codec = await this.#codecOf(service);
    try {
      if (this.#refused !== undefined) throw this.#refused;
      const context = { account: this.#options.account, ...caller };
      return await this.#call(service, codec, { request, context, policies });
    } catch (error) {
      const known = asAwsError(error);
      if (known === undefined)
        this.#options.onInternalError(error, `${signingName} ${context.method} ${requestId}`);
      return codec.encodeError(known ?? error, context);
    }
  }

  #verify(request: WireRequest, body: Buffer): Verified {
    const { clock, anyKey, lookupKey } = this.#options;
    const verified = verifySignature(request, {
      lookup: lookupKey,
      wallMs: clock.wallMs(),
      payloadSha256: sha256(body),
      anyKey,
    });
    if (verified.kind === 'anonymous') throw missingAuthenticationToken();
    // What nobody's secret has signed is the administrator's, where any key is admitted.
    const { accessKeyId, sessionToken, chunkKey } = verified;
    const key = chunkKey === undefined ? undefined : lookupKey(accessKeyId, sessionToken);
    if (key?.principal?.kind !== 'account') return verified;
    const { arn: principalArn, policies } = key.principal;
    return { ...verified, principalArn, ...(policies && { policies }) };
  }

  async #call(
    service: Service,
    codec: ServiceCodec,
    asked: {
      request: WireRequest;
      context: RequestContext;
      policies: PrincipalPolicies | undefined;
    },
  ): Promise<WireResponse> {
    const { request, context, policies } = asked;
    const call = await codec.decode(request);
    const { signingName } = service.traits;
    const { region } = context;
    const elsewhere = this.#options.regionRefusal?.({
      signingName,
      operation: call.operation,
      region,
    });
    if (elsewhere !== undefined) throw elsewhere;
    const operation = Object.hasOwn(service.operations, call.operation)
      ? service.operations[call.operation]
      : undefined;
    if (operation === undefined) throw notImplemented(call.operation, signingName);
    codec.requireMembers(call);
    this.#options.authorize?.({
      ...{ traits: service.traits, operation: call.operation, input: call.input },
      ...{ caller: context, policies, userAgent: request.headers['user-agent'] },
    });
    // The codec made the input in the very shape that the operation's name stands for.
    const output = await operation.call(service.operations, context, call.input as never);
    return codec.encode(call, output, context.requestId);
  }

  /** Made at the first call, since SDK clients are big; a failure to load is not remembered. */
  #codecOf(service: Service): Promise<ServiceCodec> {
    const known = this.#codecs.get(service);
    if (known !== undefined) return known;
    const made = service
      .loadSchemas()
      .then((schemas) => createServiceCodec(schemas, service.traits));
    this.#codecs.set(service, made);
    made.catch(() => this.#codecs.delete(service));
    return made;
  }
}

export function missingAuthenticationToken(): AwsError {
  return new AwsError({
    code: 'MissingAuthenticationToken',
    message: 'Request is missing Authentication Token',
    status: 403,
  });
}

/** An answer for a request of which no service is known, in the protocol that it seems to speak. */
export function refusal(
  error: AwsError,
  request: WireRequest,
  protocol: Protocol,
  requestId: string,
): WireResponse {
  return errorResponse(error, {
    traits: {
      signingName: '',
      protocols: [protocol],
      xmlNamespace: 'http://webservices.amazon.com/AWSFault/2005-15-09',
      bucketAddressing: false,
    },
    protocol,
    requestId,
    resource: request.target.split('?')[0] ?? '/',
    method: request.method,
  });
}

function unknownService(
  request: WireRequest,
  signingName: string,
  requestId: string,
): WireResponse {
  const error = new AwsError({
    code: 'NotImplemented',
    message: `Understudy does not implement the service ${signingName}`,
    status: 501,
  });
  const type = request.headers['content-type'] ?? '';
  const guess: Protocol = /json/.test(type)
    ? 'awsJson1_1'
    : /form-urlencoded/.test(type)
      ? 'awsQuery'
      : 'restJson';
  request.body.resume();
  return refusal(error, request, guess, requestId);
}

function notImplemented(operation: string, service: string): AwsError {
  return new AwsError({
    code: 'NotImplemented',
    message: `Understudy does not implement ${operation} of ${service} yet`,
    status: 501,
  });
}
