import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { SignatureV4 } from '@smithy/signature-v4';
import type { CertificateMaterial, EventBody, SigningKey, StoreConfig } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/contract/system-clock';
import { FaultsNow } from '../faults/faults-now.ts';
import type { InstanceRoles } from '../roles/instance-roles.ts';
import { Store } from './store.ts';

export const ACCOUNT = '111122223333';
export const SEOUL = 'ap-northeast-2';
export const VIRGINIA = 'us-east-1';
export const HTTP_PORT = 8080;
export const HTTPS_PORT = 8443;

export const ADMIN: SigningKey = {
  accessKeyId: 'AKIAUNDERSTUDYTEST01',
  secretAccessKey: 'secret-of-the-administrator',
  principal: {
    kind: 'account',
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/admin`,
  },
};

export const DISTRIBUTION_ARN = `arn:aws:cloudfront::${ACCOUNT}:distribution/E123EXAMPLE`;

export const CLOUDFRONT: SigningKey = {
  accessKeyId: 'AKIACLOUDFRONT',
  secretAccessKey: 'secret-of-cloudfront',
  principal: {
    kind: 'service',
    service: 'cloudfront.amazonaws.com',
    sourceArn: DISTRIBUTION_ARN,
    sourceAccount: ACCOUNT,
  },
};

export const REPLICATION: SigningKey = {
  accessKeyId: 'AKIAREPLICATION',
  secretAccessKey: 'secret-of-replication',
  principal: {
    kind: 'service',
    service: 's3.amazonaws.com',
    sourceArn: '',
    sourceAccount: ACCOUNT,
  },
};

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/replication`;

let certificateMade: Promise<CertificateMaterial> | undefined;

/** One region's store with real sockets, on a loopback address of the test's own. */
export class TestRegion {
  readonly region: string;
  readonly address: string;
  readonly directory: string;
  readonly events: EventBody[] = [];
  readonly clock: SystemClock;
  readonly faults = new FaultsNow();
  readonly #roles: InstanceRoles | undefined;
  readonly #published: Readonly<Record<string, string>>;
  #peers: StoreConfig['peers'] = [];
  #store: Store | undefined;
  readonly #clients: S3Client[] = [];

  constructor(options: {
    region: string;
    address: string;
    speed?: number;
    directory?: string;
    /** What senders have on the internet, by their loopback address. */
    published?: Readonly<Record<string, string>>;
    /** Whose sessions it knows. */
    roles?: InstanceRoles;
  }) {
    this.region = options.region;
    this.address = options.address;
    this.directory = options.directory ?? mkdtempSync(join(tmpdir(), 'understudy-store-'));
    this.#published = options.published ?? {};
    this.#roles = options.roles;
    this.clock = new SystemClock({ epochMs: Date.now(), speed: options.speed ?? 1 });
  }

  get store(): Store {
    if (!this.#store) throw new Error(`${this.region} is not running`);
    return this.#store;
  }

  async start(peers: readonly TestRegion[] = []): Promise<this> {
    this.#peers = peers.map(({ region, address }) => ({ region, address }));
    const context = {
      clock: this.clock,
      random: new SeededRandom(1),
      emit: (body: EventBody) => void this.events.push(body),
    };
    this.#store = new Store(context, {
      ...{ directory: this.directory, region: this.region, account: ACCOUNT },
      ports: { privilegedPortOffset: 8000 },
      faults: this.faults,
      ...(this.#roles && { roles: this.#roles }),
      sourceAddress: (address) => this.#published[address] ?? address,
      listen: { httpPort: HTTP_PORT, httpsPort: HTTPS_PORT },
    });
    const problems = await this.#store.apply(await this.config());
    if (problems.length > 0) throw new Error(problems.join('; '));
    return this;
  }

  async config(changed: Partial<StoreConfig> = {}): Promise<StoreConfig> {
    return {
      address: this.address,
      certificate: await certificate(),
      signingKeys: [ADMIN, CLOUDFRONT, REPLICATION],
      anyKey: false,
      replicationKey: REPLICATION,
      peers: this.#peers,
      ...changed,
    };
  }

  /** The process is gone, its disk is not. */
  async stop(): Promise<void> {
    await this.#store?.close();
    this.#store = undefined;
  }

  /**
   * An SDK client; virtual-hosted style goes by the real names, looked up to this region's address.
   */
  client(
    options: { virtual?: boolean; key?: SigningKey; secure?: boolean } & S3ClientConfig = {},
  ): S3Client {
    const { virtual = false, key = ADMIN, secure = false, ...more } = options;
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [{ address: this.address, family: 4 }]);
    const port = secure ? HTTPS_PORT : HTTP_PORT;
    const scheme = secure ? 'https' : 'http';
    const client = new S3Client({
      region: this.region,
      endpoint: virtual
        ? `${scheme}://s3.${this.region}.amazonaws.com:${port}`
        : `${scheme}://${this.address}:${port}`,
      forcePathStyle: !virtual,
      credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({
        httpAgent: new http.Agent({ lookup, keepAlive: true }),
        httpsAgent: new https.Agent({ lookup, keepAlive: true, rejectUnauthorized: false }),
      }),
      ...more,
    });
    this.#clients.push(client);
    return client;
  }

  async destroy(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A request as no client would make it. */
export function ask(
  region: TestRegion,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const { method = 'GET', path, headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const target = { host: region.address, port: HTTP_PORT, method, path, headers, agent: false };
    const request = http.request(target as http.RequestOptions, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** As the SDK's presigner has its signer do it: the path, with the signature in its query. */
export async function presigned(
  client: S3Client,
  region: TestRegion,
  asked: { method: string; path: string; query?: Record<string, string>; signingDate?: Date },
): Promise<string> {
  const signer = (await client.config.signer()) as SignatureV4;
  const { method, signingDate = new Date(region.clock.wallMs()) } = asked;
  const request = {
    ...{ method, protocol: 'http:', hostname: region.address, port: HTTP_PORT },
    ...{ path: asked.path, query: asked.query ?? {} },
    headers: {
      host: `${region.address}:${HTTP_PORT}`,
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    },
  };
  const unsignableHeaders = new Set(['x-amz-content-sha256']);
  const { path, query } = await signer.presign(request, { unsignableHeaders, signingDate });
  const text = new URLSearchParams(query as Record<string, string>).toString();
  return `${path}?${text.replaceAll('+', '%20')}`;
}

function certificate(): Promise<CertificateMaterial> {
  certificateMade ??= makeCertificate([
    ...[`s3.${SEOUL}.amazonaws.com`, `*.s3.${SEOUL}.amazonaws.com`],
    ...[`s3.${VIRGINIA}.amazonaws.com`, `*.s3.${VIRGINIA}.amazonaws.com`],
  ]);
  return certificateMade;
}

/** Signs itself, made for one test run. */
async function makeCertificate(domainNames: string[]): Promise<CertificateMaterial> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=S3',
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension(domainNames.map((value) => ({ type: 'dns', value }))),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    arn: `arn:aws:acm:${SEOUL}:${ACCOUNT}:certificate/s3`,
    domainNames,
    certificateChainPem: made.toString('pem'),
    privateKeyPem: ['BEGIN', key.toString('base64'), 'END']
      .map((line) => (line.length > 5 ? line : `-----${line} PRIVATE KEY-----`))
      .join('\n'),
  };
}
