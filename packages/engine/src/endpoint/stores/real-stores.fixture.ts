import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { SigningKey } from '@understudy/contract';
import { VirtualClock } from '@understudy/contract/testing';
import { HTTPS_PORT, startRegion, stopRegion } from '../../resources/s3/region-process.fixture.ts';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { BucketLocator } from './bucket-locator.ts';
import { KEY, startEndpoint, type TestEndpoint } from '../endpoint.fixture.ts';
import { S3Forwarder } from './s3-forwarder.ts';

const ACCOUNT = '111122223333';

const ADMINISTRATOR: SigningKey = {
  ...KEY,
  principal: {
    ...{ kind: 'account', accountId: ACCOUNT },
    arn: `arn:aws:iam::${ACCOUNT}:user/admin`,
  },
};

const REPLICATION: SigningKey = {
  ...{ accessKeyId: 'AKIAREPLICATION', secretAccessKey: 'secret' },
  principal: {
    ...{ kind: 'service', service: 's3.amazonaws.com', sourceArn: '' },
    sourceAccount: ACCOUNT,
  },
};

export interface EndpointWithStores extends AsyncDisposable {
  endpoint: TestEndpoint;
  /** Through the endpoint, as the administrator. */
  client(region: string): S3Client;
}

/** The endpoint in front of real regions' processes, spoken to by HTTPS; of `lost` nothing runs. */
export async function startWithStores(
  addresses: Readonly<Record<string, string>>,
  { lost }: { lost?: string } = {},
): Promise<EndpointWithStores> {
  const folder = await mkdtemp(path.join(tmpdir(), 'understudy-stores-'));
  const clock = new VirtualClock({
    startMs: Math.round(performance.timeOrigin + performance.now()),
  });
  const authority = await CertificateAuthority.load({ directory: path.join(folder, 'ca'), clock });
  const places = Object.entries(addresses).map(([region, address]) => ({ region, address }));
  const token = 'the-endpoints-token';
  const regions = await Promise.all(
    places.map(async ({ region, address }) =>
      startRegion({
        ...{ region, account: ACCOUNT, directory: path.join(folder, region) },
        store: {
          address,
          certificate: await authority.issue([`s3.${region}.amazonaws.com`]),
          ...{ signingKeys: [ADMINISTRATOR, REPLICATION], anyKey: false, endpointToken: token },
          replicationKey: REPLICATION,
          peers: places.filter((peer) => peer.region !== region),
        },
      }),
    ),
  );
  const s3 = new S3Forwarder({
    endpointOf: (region) => {
      // Nothing listens there.
      if (region === lost) return { host: '127.106.0.1', port: 1, incarnation: '' };
      const host = addresses[region];
      return host === undefined ? undefined : { host, port: HTTPS_PORT, incarnation: '' };
    },
    secure: { rootPem: authority.rootPem, token },
  });
  const locator = new BucketLocator({
    ...{ regions: Object.keys(addresses), key: KEY, clock },
    ask: (region, request) => s3.ask(region, request),
  });
  const locateBucket = (bucket: string): Promise<string | undefined> => locator.locate(bucket);
  const [defaultRegion = ''] = Object.keys(addresses);
  const endpoint = await startEndpoint({ s3, locateBucket, defaultRegion });
  const clients: S3Client[] = [];
  return {
    endpoint,
    client(region) {
      const made = new S3Client({ ...endpoint.config, region, forcePathStyle: true });
      clients.push(made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await endpoint[Symbol.asyncDispose]();
      for (const region of regions) await stopRegion(region);
      await rm(folder, { recursive: true });
    },
  };
}
