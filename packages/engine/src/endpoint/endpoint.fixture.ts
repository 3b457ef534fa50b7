import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VirtualClock } from '@understudy/contract/testing';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { Operation, RequestContext, Service } from '../kernel/service.ts';
import { Endpoint, type EndpointOptions } from './endpoint.ts';
import { S3Forwarder } from './stores/s3-forwarder.ts';

export const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a/secret+key' };
export const TOKEN = 'the-token';

export interface RecordedCall {
  operation: string;
  context: RequestContext;
  input: unknown;
}

/** A service that records its calls and answers with what it was told, or throws it. */
class FakeService implements Service {
  readonly traits: ServiceTraits;
  readonly calls: RecordedCall[] = [];
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #load: () => Promise<Record<string, unknown>>;
  loads = 0;

  constructor(
    traits: Omit<ServiceTraits, 'bucketAddressing'>,
    load: () => Promise<Record<string, unknown>>,
    answers: Record<string, unknown>,
  ) {
    this.traits = { ...traits, bucketAddressing: false };
    this.#load = load;
    this.operations = Object.fromEntries(
      Object.entries(answers).map(([operation, answer]) => [
        operation,
        (context: RequestContext, input: unknown) => {
          this.calls.push({ operation, context, input });
          if (answer instanceof Error) throw answer;
          return answer;
        },
      ]),
    );
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    this.loads += 1;
    return this.#load();
  }
}

function fakeServices(): Record<'sts' | 'cloudformation' | 'route53' | 'ssm' | 'ec2', FakeService> {
  return {
    sts: new FakeService(
      {
        signingName: 'sts',
        protocols: ['awsQuery'],
        xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      },
      () => import('@aws-sdk/client-sts'),
      { GetCallerIdentity: { Account: '111122223333', Arn: 'arn:a', UserId: 'u' } },
    ),
    cloudformation: new FakeService(
      {
        signingName: 'cloudformation',
        protocols: ['awsQuery'],
        xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      },
      () => import('@aws-sdk/client-cloudformation'),
      {
        DescribeStacks: new AwsError({
          code: 'ValidationError',
          message: 'Stack with id nope does not exist',
        }),
        ListStacks: new TypeError('a bug of ours'),
      },
    ),
    route53: new FakeService(
      {
        signingName: 'route53',
        protocols: ['restXml'],
        xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
      },
      () => import('@aws-sdk/client-route-53'),
      { ListHostedZones: { HostedZones: [], IsTruncated: false, MaxItems: 100, Marker: '' } },
    ),
    ssm: new FakeService(
      { signingName: 'ssm', protocols: ['awsJson1_1'], xmlNamespace: '' },
      () => import('@aws-sdk/client-ssm'),
      { GetParameter: { Parameter: { Name: 'a', Value: 'é' } } },
    ),
    ec2: new FakeService(
      {
        signingName: 'ec2',
        protocols: ['ec2Query'],
        xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15',
      },
      () => import('@aws-sdk/client-ec2'),
      {},
    ),
  };
}

export interface TestEndpoint extends AsyncDisposable {
  port: number;
  origin: string;
  services: ReturnType<typeof fakeServices>;
  internalErrors: unknown[];
  /** For SDK clients. */
  config: {
    region: string;
    endpoint: string;
    credentials: typeof KEY;
    maxAttempts: number;
    systemClockOffset: number;
  };
}

/** SDK clients sign by the system's clock; the virtual one starts where that is. */
export async function startEndpoint(
  more: Partial<EndpointOptions> & {
    stores?: Record<string, { host: string; port: number; incarnation?: string }>;
  } = {},
): Promise<TestEndpoint> {
  const services = fakeServices();
  const internalErrors: unknown[] = [];
  const endpoint = new Endpoint({
    port: 0,
    services: Object.values(services),
    s3: new S3Forwarder({
      endpointOf: (region) => {
        const store = more.stores?.[region];
        return store && { incarnation: '', ...store };
      },
    }),
    lookupKey: (accessKeyId) => (accessKeyId === KEY.accessKeyId ? KEY : undefined),
    anyKey: false,
    account: '111122223333',
    principalArn: 'arn:aws:iam::111122223333:user/understudy',
    locateBucket: () => Promise.resolve(undefined),
    defaultRegion: 'eu-west-1',
    token: TOKEN,
    routes: [],
    clock: new VirtualClock({ startMs: Math.round(performance.timeOrigin + performance.now()) }),
    onInternalError: (error) => void internalErrors.push(error),
    ...more,
  });
  const { port } = await endpoint.listen();
  const origin = `http://127.0.0.1:${port}`;
  const config = {
    region: 'ap-northeast-2',
    endpoint: origin,
    credentials: KEY,
    maxAttempts: 1,
    systemClockOffset: 0,
  };
  return {
    port,
    origin,
    services,
    internalErrors,
    config,
    [Symbol.asyncDispose]: () => endpoint.close(),
  };
}

/** A stand-in for a region's store. */
export async function startStore(
  listener: RequestListener,
): Promise<{ host: string; port: number } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.101.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: '127.101.0.1',
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
