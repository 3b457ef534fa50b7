import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  Credentials,
  GetCallerIdentityResponse,
  GetSessionTokenRequest,
  GetSessionTokenResponse,
} from '@aws-sdk/client-sts';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const ASSUME_ROLE_SECONDS = { min: 900, max: 43_200, default: 3600 } as const;
const SESSION_TOKEN_SECONDS = { min: 900, max: 129_600, default: 43_200 } as const;
const USER_ID = 'AIDAUNDERSTUDY0000001';

export interface StsOptions {
  /** A key that the endpoint accepts: what AssumeRole and GetSessionToken hand out. Without one they are refused. */
  key: { accessKeyId: string; secretAccessKey: string };
}

/** Who calls, and temporary credentials, which here are the engine's own key: it has one account and no policies. */
export class StsService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'sts',
    protocols: ['awsQuery'],
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    bucketAddressing: false,
  };
  readonly #deps: ServiceDeps;
  readonly #options: StsOptions | undefined;

  constructor(deps: ServiceDeps, options?: StsOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-sts');
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    GetCallerIdentity: (context: RequestContext) => this.getCallerIdentity(context),
    AssumeRole: (_: RequestContext, input: AssumeRoleRequest) => this.assumeRole(input),
    GetSessionToken: (_: RequestContext, input: GetSessionTokenRequest) =>
      this.getSessionToken(input),
  };

  getCallerIdentity(context: RequestContext): GetCallerIdentityResponse {
    return { UserId: USER_ID, Account: context.account, Arn: context.principalArn };
  }

  assumeRole(input: AssumeRoleRequest): AssumeRoleResponse {
    const { account } = this.#deps;
    const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(
      input.RoleArn ?? '',
    );
    if (role === null) throw validation(`${input.RoleArn} is invalid`);
    if (role[1] !== account)
      throw new AwsError({
        code: 'AccessDenied',
        status: 403,
        message: `User: arn:aws:iam::${account}:user/understudy is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      });
    const session = input.RoleSessionName ?? '';
    if (!/^[\w+=,.@-]{2,64}$/.test(session))
      throw validation(
        `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
      );
    return {
      AssumedRoleUser: {
        AssumedRoleId: `AROAUNDERSTUDY0000001:${session}`,
        Arn: `arn:aws:sts::${account}:assumed-role/${role[2]}/${session}`,
      },
      Credentials: this.#credentials(input.DurationSeconds, ASSUME_ROLE_SECONDS),
    };
  }

  getSessionToken(input: GetSessionTokenRequest): GetSessionTokenResponse {
    return { Credentials: this.#credentials(input.DurationSeconds, SESSION_TOKEN_SECONDS) };
  }

  /** Expiry is judged by the caller's own clock, so it is wall time. */
  #credentials(
    seconds: number | undefined,
    bounds: { min: number; max: number; default: number },
  ): Credentials {
    const durationSeconds = seconds ?? bounds.default;
    if (durationSeconds < bounds.min || durationSeconds > bounds.max)
      throw validation(
        `1 validation error detected: Value '${durationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between ${bounds.min} and ${bounds.max}`,
      );
    if (this.#options === undefined)
      throw new AwsError({
        code: 'AccessDenied',
        status: 403,
        message: 'the engine was started without a key for temporary credentials',
      });
    return {
      AccessKeyId: this.#options.key.accessKeyId,
      SecretAccessKey: this.#options.key.secretAccessKey,
      SessionToken: Buffer.from(`understudy session of ${this.#deps.account}`).toString('base64'),
      Expiration: new Date(this.#deps.clock.wallMs() + durationSeconds * 1000),
    };
  }
}

function validation(message: string): AwsError {
  return new AwsError({ code: 'ValidationError', message });
}
