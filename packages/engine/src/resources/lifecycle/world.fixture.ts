import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { DescribeStacksOutput, Stack } from '@aws-sdk/client-cloudformation';
import type { SigningKey } from '@understudy/contract';
import { SystemClock, SystemRandom } from '@understudy/dataplane';
import {
  fakeAddresses,
  FakeDataPlane,
  TEST_ACCOUNT,
  testRequest,
} from '../../kernel/kernel.fixture.ts';
import type { Service } from '../../kernel/service.ts';
import { CheckedState } from '../../kernel/state/checked-state.fixture.ts';
import type { StateStore } from '../../kernel/state/state-store.ts';
import { TABLES } from '../../runtime/tables.ts';
import { CertificateAuthority } from '../../services/acm/authority.ts';
import { startZoneResolver } from '../../services/acm/zone-resolver.fixture.ts';
import { zipOf } from '../../services/imagebuilder/zip.fixture.ts';
import type { Services } from '../../services/registry.ts';
import { HTTP_PORT, startRegion, stopRegion } from '../s3/region-process.fixture.ts';
import { answerAsFleet } from '../testing/regional.ts';
import { testServices } from '../testing/services.ts';
import { ASSETS, DOMAIN, needs } from './needs.fixture.ts';

const STORE = '127.108.4.1';
const RESOLVER = '127.108.4.2';
/** Waits of AWS minutes take milliseconds. */
const SPEED = 2_000;
const SETTLED_WALL_MS_MAX = 15_000;
const LOOK_WALL_MS = 1;
const WALL = new SystemClock({ epochMs: 0, speed: 1 });
const KEY: SigningKey = {
  accessKeyId: 'AKIAUNDERSTUDY000001',
  secretAccessKey: 'secret',
  principal: {
    kind: 'account',
    accountId: TEST_ACCOUNT,
    arn: `arn:aws:iam::${TEST_ACCOUNT}:user/understudy`,
  },
};

/**
 * Kinds of records that outlive a resource: CloudFormation keeps the stacks that were deleted, and
 * Route 53 its changes, as on AWS.
 */
const KEPT = /^(?:cloudformation|runtime)\/|^route53\/changes$/;

/** The record that validates a certificate stays in its zone, as on AWS. */
const VALIDATION = /^route53\/record-sets .*"_[0-9a-f]{32}\./;
/** A zone counts its records, which are compared themselves, and its changes. */
const COUNTED = /"(?:recordCount|recordsRevision)":\d+,?/g;

/** All records, each with its kind. */
function rowsOf(state: StateStore): string[] {
  return TABLES.filter(({ name }) => !KEPT.test(name))
    .flatMap((table) =>
      state
        .table<unknown>(table)
        .list()
        .map((row) => `${table.name} ${JSON.stringify(row)}`),
    )
    .filter((row) => !/ (?:\{\}|\[\])$/.test(row)) // an empty row of tags says as much as none
    .filter((row) => !VALIDATION.test(row))
    .map((row) => row.replace(COUNTED, ''));
}

/** All services and types over a data plane that agrees to everything, with a real S3. */
export class World {
  /** What `Ref` gives of the resources that cases lean on, by logical id. */
  readonly ids: Readonly<Record<string, string>>;
  readonly services: Services;
  readonly #state: StateStore;
  readonly #folder: string;

  private constructor(inner: {
    ids: Record<string, string>;
    services: Services;
    state: StateStore;
    folder: string;
  }) {
    this.ids = inner.ids;
    this.services = inner.services;
    this.#state = inner.state;
    this.#folder = inner.folder;
  }

  static async start(stack: AsyncDisposableStack): Promise<World> {
    const folder = await mkdtemp(path.join(tmpdir(), 'understudy-lifecycle-'));
    stack.defer(() => rm(folder, { recursive: true }));
    const directory = path.join(folder, 'ca');
    const authority = await CertificateAuthority.load({ directory, clock: WALL });
    const region = await startStore(folder, authority);
    stack.defer(() => stopRegion(region));
    const { services, state } = await start(folder, authority);
    const ids: Record<string, string> = {};
    const world = new World({ ids, services, state, folder });
    const s3 = await services.s3.client('us-east-1');
    await s3.send(new CreateBucketCommand({ Bucket: ASSETS }));
    const Body = zipOf([{ name: 'Procfile', content: 'web: node server.js' }]);
    await s3.send(new PutObjectCommand({ Bucket: ASSETS, Key: 'web.zip', Body }));
    const made = services.route53.operations.CreateHostedZone(testRequest(), {
      Name: DOMAIN,
      CallerReference: DOMAIN,
    });
    const zoneId = (made.HostedZone?.Id ?? '').replace('/hostedzone/', '');
    const leaned = await world.create('needs', needs(zoneId));
    if (leaned.StackStatus !== 'CREATE_COMPLETE') throw new Error(await world.reasons('needs'));
    for (const { OutputKey: key = '', OutputValue: value = '' } of leaned.Outputs ?? [])
      ids[key] = value;
    ids['OuterZone'] = zoneId;
    return world;
  }

  async call(service: keyof Services, operation: string, input: object): Promise<unknown> {
    const { operations }: Service = this.services[service] as unknown as Service;
    return operations[operation]?.(testRequest(), input as never);
  }

  async create(name: string, template: object): Promise<Stack> {
    return this.#done('CreateStack', name, template);
  }

  async update(name: string, template: object): Promise<Stack> {
    return this.#done('UpdateStack', name, template);
  }

  async remove(name: string): Promise<Stack | undefined> {
    await this.call('cloudformation', 'DeleteStack', { StackName: name });
    return this.#settled(name);
  }

  async reasons(name: string): Promise<string> {
    const output = (await this.call('cloudformation', 'DescribeStackEvents', {
      StackName: name,
    })) as { StackEvents: { LogicalResourceId: string; ResourceStatusReason?: string }[] };
    return output.StackEvents.map(
      (event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason ?? ''}`,
    ).join('\n');
  }

  /** All that there is: records, buckets, files of images. */
  async everything(): Promise<string[]> {
    const client = await this.services.s3.client('us-east-1');
    const { Buckets: buckets = [] } = await client.send(new ListBucketsCommand({}));
    const images = await readdir(path.join(this.#folder, 'images')).catch(() => []);
    return [
      ...rowsOf(this.#state),
      ...buckets.map(({ Name }) => `bucket ${Name}`),
      ...images.map((image) => `image ${image}`),
    ].sort();
  }

  async #done(operation: string, name: string, template: object): Promise<Stack> {
    await this.call('cloudformation', operation, {
      StackName: name,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
    const stack = await this.#settled(name);
    if (stack === undefined) throw new Error(`there is no stack ${name}`);
    return stack;
  }

  async #settled(name: string): Promise<Stack | undefined> {
    const deadlineMs = WALL.wallMs() + SETTLED_WALL_MS_MAX;
    while (WALL.wallMs() < deadlineMs) {
      const { Stacks: stacks = [] } = (await this.call(
        'cloudformation',
        'DescribeStacks',
        {},
      )) as DescribeStacksOutput;
      const stack = stacks.find((one) => one.StackName === name);
      if (stack?.StackStatus?.endsWith('_IN_PROGRESS') !== true) return stack;
      await WALL.sleep(LOOK_WALL_MS);
    }
    throw new Error(`${name} did not settle:\n${await this.reasons(name)}`);
  }
}

function startStore(folder: string, authority: CertificateAuthority): Promise<ChildProcess> {
  return authority.issue(['s3.us-east-1.amazonaws.com']).then((certificate) =>
    startRegion({
      region: 'us-east-1',
      account: TEST_ACCOUNT,
      directory: path.join(folder, 'region'),
      store: {
        address: STORE,
        certificate,
        signingKeys: [KEY],
        anyKey: false,
        replicationKey: KEY,
        peers: [],
      },
    }),
  );
}

async function start(
  folder: string,
  authority: CertificateAuthority,
): Promise<{ services: Services; state: StateStore }> {
  const state = new CheckedState();
  const dataPlane = new FakeDataPlane();
  const zones = (): ReturnType<Services['route53']['hostedZones']> =>
    services.route53.hostedZones();
  const { port: dnsPort } = await startZoneResolver(RESOLVER, zones);
  const deps = {
    state,
    clock: new SystemClock({ epochMs: Date.UTC(2026, 0, 1), speed: SPEED }),
    random: new SystemRandom(),
    dataPlane,
    addresses: fakeAddresses({ validationResolver: RESOLVER }),
    account: TEST_ACCOUNT,
    realism: 'instant',
    stateDirectory: folder,
  } as const;
  const endpointOf = (): { address: string; port: number } => ({ address: STORE, port: HTTP_PORT });
  const services: Services = testServices(deps, {
    authority,
    dnsPort,
    s3: { endpointOf, key: KEY },
  });
  answerAsFleet({ dataPlane }, services.autoscaling, {
    health: 'healthy',
    instances: undefined,
    failedLaunchesInARow: 0,
    output: [],
  });
  return { services, state };
}
