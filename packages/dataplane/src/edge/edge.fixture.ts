import type {
  CacheBehavior,
  CachePolicy,
  Clock,
  Distribution,
  EdgeConfig,
  EventBody,
  Origin,
} from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import type { Traces } from '../net/traces.ts';
import { Edge } from './edge.ts';

/** Documents' pieces for tests of this folder, with CloudFront's defaults. */
const NONE = { behavior: 'none', items: [] } as { behavior: 'none'; items: string[] };

export function cachePolicy(change: Partial<CachePolicy> = {}): CachePolicy {
  return {
    minTtlSeconds: 1,
    defaultTtlSeconds: 86_400,
    maxTtlSeconds: 31_536_000,
    headers: NONE,
    cookies: NONE,
    queryStrings: NONE,
    enableGzip: true,
    enableBrotli: true,
    ...change,
  };
}

export const CACHING_DISABLED = cachePolicy({
  minTtlSeconds: 0,
  defaultTtlSeconds: 0,
  maxTtlSeconds: 0,
  enableGzip: false,
  enableBrotli: false,
});

export function behavior(change: Partial<CacheBehavior> = {}): CacheBehavior {
  return {
    targetOriginId: 'origin',
    viewerProtocolPolicy: 'allow-all',
    allowedMethods: ['GET', 'HEAD'],
    cachedMethods: ['GET', 'HEAD'],
    compress: true,
    cachePolicy: cachePolicy(),
    responseHeaders: [],
    ...change,
  };
}

export function customOrigin(change: Partial<Origin> & { httpPort?: number } = {}): Origin {
  const { httpPort = 80, ...rest } = change;
  return {
    id: 'origin',
    domainName: 'origin.example',
    originPath: '',
    customHeaders: [],
    connectionAttempts: 1,
    connectionTimeoutSeconds: 2,
    target: {
      kind: 'custom',
      httpPort,
      httpsPort: 443,
      protocolPolicy: 'http-only',
      readTimeoutSeconds: 2,
      keepaliveTimeoutSeconds: 5,
    },
    ...rest,
  };
}

export function distribution(change: Partial<Distribution> = {}): Distribution {
  const id = change.id ?? 'E1';
  return {
    id,
    arn: `arn:aws:cloudfront::111122223333:distribution/${id}`,
    domainName: `${id}.cloudfront.net`,
    aliases: [],
    enabled: true,
    http2: true,
    defaultRootObject: '',
    origins: [customOrigin()],
    originGroups: [],
    defaultBehavior: behavior(),
    behaviors: [],
    customErrorResponses: [],
    signingKey: {
      accessKeyId: 'ASIATEST',
      secretAccessKey: 'secret',
      principal: {
        kind: 'service',
        service: 'cloudfront.amazonaws.com',
        sourceArn: 'arn',
        sourceAccount: '111122223333',
      },
    },
    ...change,
  };
}

export function edgeConfig(address: string, ...distributions: Distribution[]): EdgeConfig {
  return {
    locations: [{ code: 'ICN57-P1', address }],
    httpPort: 80,
    httpsPort: 443,
    defaultCertificate: {
      arn: 'default',
      domainNames: ['*.cloudfront.net'],
      certificateChainPem: '',
      privateKeyPem: '',
    },
    trustedRootsPem: '',
    cacheBytesMax: 10_000_000,
    distributions,
  };
}

/**
 * An edge at free ports that finds every origin on this machine.
 *
 * @param options.addressOf where a name leads, for those that must lead elsewhere
 */
export function testEdge(options: {
  clock: Clock;
  emit?: (event: EventBody) => void;
  addressOf?: (name: string) => string | undefined;
  traces?: Traces;
}): Edge {
  const { clock, emit = () => undefined, addressOf, traces } = options;
  return new Edge(
    { clock, random: new SeededRandom(1), emit },
    {
      ports: { privilegedPortOffset: 0 },
      ...(traces && { traces }),
      listen: { httpPort: 0, httpsPort: 0 },
      resolve: (name) =>
        Promise.resolve({ addresses: [addressOf?.(name) ?? '127.0.0.1'], ttlSeconds: 60 }),
    },
  );
}
