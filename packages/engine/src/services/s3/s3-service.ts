import { Agent } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import type { Operation, Service, Stoppable } from '../../kernel/service.ts';
import type { Table } from '../../kernel/state/state-store.ts';
import { s3Tables } from './records.ts';
import type { S3Options } from './s3-options.ts';

/** The key for a principal's requests; undefined for the administrator. */
type KeyFor = (principalArn: string) => Promise<S3Options['key'] | undefined>;

/** Templates, image archives and the like; a larger object is no business of the control plane. */
const OBJECT_BYTES_MAX = 512 * 1024 * 1024;
const CONNECTION_TIMEOUT_WALL_MS = 2_000;
const REQUEST_TIMEOUT_WALL_MS = 30_000;
const ATTEMPTS_MAX = 2;
const SOCKETS_MAX = 16;

/**
 * The control plane's own way to the regional stores, which keep buckets and objects themselves.
 */
export class S3Service implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 's3',
    protocols: ['restXml'],
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    bucketAddressing: true,
  };
  /** None: the endpoint hands S3 requests to the stores as they are. */
  readonly operations: Readonly<Record<string, Operation>> = {};
  readonly #options: S3Options;
  readonly #buckets: Table<string>;
  readonly #keyFor: KeyFor;
  /** By region and access key id. */
  readonly #clients = new Map<string, Promise<S3Client>>();

  constructor(
    deps: ServiceDeps,
    options: S3Options,
    keyFor: KeyFor = () => Promise.resolve(undefined),
  ) {
    this.#options = options;
    this.#keyFor = keyFor;
    this.#buckets = deps.state.table(s3Tables.buckets);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-s3');
  }

  /**
   * A client of one region's store, path style. The SDK is loaded when the first is asked for.
   *
   * @param principalArn In whose name it asks; absent: the administrator's.
   */
  async client(region: string, principalArn?: string): Promise<S3Client> {
    const forwarded = principalArn === undefined ? undefined : await this.#keyFor(principalArn);
    const key = forwarded ?? this.#options.key;
    const name = `${region} ${key.accessKeyId}`;
    let client = this.#clients.get(name);
    if (client === undefined) {
      client = this.#connect(region, key);
      this.#clients.set(name, client);
      // A region that was unknown may be known at the next call.
      client.catch(() => this.#clients.delete(name));
    }
    return client;
  }

  /** An object piece by piece, or AWS's error. */
  async readObject(
    region: string,
    bucket: string,
    key: string,
  ): Promise<AsyncIterable<Uint8Array>> {
    const [client, { GetObjectCommand }] = await Promise.all([
      this.client(region),
      import('@aws-sdk/client-s3'),
    ]);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    // In Node, what the SDK gives is always a stream of Node's.
    return (Body ?? []) as AsyncIterable<Uint8Array>;
  }

  /** The whole object, or AWS's error. */
  async getObject(
    { region, principalArn }: { region: string; principalArn: string },
    { bucket, key }: { bucket: string; key: string },
  ): Promise<Uint8Array> {
    const [client, { GetObjectCommand }] = await Promise.all([
      this.client(region, principalArn),
      import('@aws-sdk/client-s3'),
    ]);
    const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (object.Body === undefined || (object.ContentLength ?? 0) > OBJECT_BYTES_MAX)
      fail('EntityTooLarge', `s3://${bucket}/${key} is larger than ${OBJECT_BYTES_MAX} bytes`);
    return object.Body.transformToByteArray();
  }

  /** The region of a bucket that CloudFormation made here, or that a store was found to have. */
  regionOf(bucket: string): string | undefined {
    return this.#buckets.get(bucket);
  }

  /** Remembers where a bucket is; undefined forgets it. */
  setRegionOf(bucket: string, region: string | undefined): void {
    if (region === undefined) this.#buckets.delete(bucket);
    else this.#buckets.put(bucket, region);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) (await client).destroy();
    this.#clients.clear();
  }

  async #connect(region: string, key: S3Options['key']): Promise<S3Client> {
    const endpoint =
      this.#options.endpointOf(region) ??
      fail('IllegalLocationConstraintException', `the engine runs no S3 in region ${region}`);
    const { S3Client } = await import('@aws-sdk/client-s3');
    const { tls } = this.#options;
    return new S3Client({
      region,
      // By its own name under TLS, since that is what its certificate is for.
      endpoint:
        tls === undefined
          ? `http://${endpoint.address}:${endpoint.port}`
          : `https://s3.${region}.amazonaws.com:${tls.port}`,
      forcePathStyle: true,
      credentials: key,
      maxAttempts: ATTEMPTS_MAX,
      followRegionRedirects: false,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_WALL_MS,
        requestTimeout: REQUEST_TIMEOUT_WALL_MS,
        throwOnRequestTimeout: true,
        ...(tls === undefined ? {} : { httpsAgent: agentTo(endpoint.address, tls.rootPem) }),
      },
    });
  }
}

/** Connects to `address` whatever the name is: the engine's names are not the system resolver's. */
function agentTo(address: string, rootPem: string): Agent {
  return new Agent({
    ca: rootPem,
    keepAlive: true,
    maxSockets: SOCKETS_MAX,
    lookup: (_host, options, done) => {
      // Node asks for all addresses when it may try several.
      if (options.all === true) done(null, [{ address, family: 4 }]);
      else done(null, address, 4);
    },
  });
}
