import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DescribeStacksOutput } from '@aws-sdk/client-cloudformation';
import * as S3 from '@aws-sdk/client-s3';
import { SystemClock, SystemRandom } from '@understudy/dataplane';
import type { Service } from '../../kernel/service.ts';
import {
  fakeAddresses,
  FakeDataPlane,
  TEST_ACCOUNT,
  testRequest,
} from '../../kernel/kernel.fixture.ts';
import { loadClock } from '../../runtime/clock.ts';
import type { CertificateAuthority } from '../../services/acm/authority.ts';
import { startZoneResolver } from '../../services/acm/zone-resolver.fixture.ts';
import type { Services } from '../../services/registry.ts';
import { answerAsFleet } from '../testing/regional.ts';
import { testServices } from '../testing/services.ts';
import { WatchedState, type Killer } from './moment.fixture.ts';

/** Fast enough that waits take a few milliseconds, slow enough that they are waits. */
const SPEED = 50;
const SETTLE_WALL_MS_MAX = 6;
const FINISH_WALL_MS_MAX = 20_000;
const LOOK_WALL_MS = 3;
const STACK = 'all';

const wall = new SystemClock({ epochMs: 0, speed: 1 });
const random = new SystemRandom();

export interface EngineOptions {
  /** The state folder. */
  directory: string;
  resolver: string;
  authority: CertificateAuthority;
  killer: Killer;
  store: { address: string; port: number; key: { accessKeyId: string; secretAccessKey: string } };
}

/** The processes take a moment to have what changed, and show every instance in service. */
class SlowDataPlane extends FakeDataPlane {
  override settled(): Promise<void> {
    return wall.sleep(random.next() * SETTLE_WALL_MS_MAX);
  }
}

/**
 * A control plane with its real services and state, over a data plane that agrees to everything.
 */
export class InterruptibleEngine {
  readonly services: Services;
  readonly #file: string;
  readonly #directory: string;

  private constructor(services: Services, directory: string, file: string) {
    this.services = services;
    this.#directory = directory;
    this.#file = file;
  }

  static async start(options: EngineOptions): Promise<InterruptibleEngine> {
    const { directory, resolver, authority, killer, store } = options;
    const file = path.join(directory, 'control-plane.sqlite');
    const state = new WatchedState(file, killer);
    const dataPlane = new SlowDataPlane();
    const zones = (): ReturnType<Services['route53']['hostedZones']> =>
      services.route53.hostedZones();
    const { port: dnsPort } = await startZoneResolver(resolver, zones);
    const deps = {
      state,
      clock: new SystemClock(loadClock(state, SPEED)),
      random,
      dataPlane,
      addresses: fakeAddresses({ validationResolver: resolver }),
      account: TEST_ACCOUNT,
      realism: 'instant',
      stateDirectory: directory,
    } as const;
    const s3 = { endpointOf: () => store, key: store.key };
    const services: Services = testServices(deps, { authority, dnsPort, s3 });
    answerAsFleet({ dataPlane }, services.autoscaling, {
      health: 'healthy',
      instances: undefined,
      failedLaunchesInARow: 0,
      output: [],
    });
    return new InterruptibleEngine(services, directory, file);
  }

  /** The zone outside of the stack that its certificate is validated in. */
  zoneId(domain: string): string {
    const { route53 } = this.services;
    const found = route53.hostedZones().find((zone) => zone.name === `${domain}.`);
    if (found !== undefined) return found.id;
    const { HostedZone: made } = route53.operations.CreateHostedZone(testRequest(), {
      Name: domain,
      CallerReference: domain,
    });
    return (made?.Id ?? '').replace('/hostedzone/', '');
  }

  async call(operation: string, input: object): Promise<unknown> {
    const { operations }: Service = this.services.cloudformation;
    return operations[operation]?.(testRequest(), input as never);
  }

  /** Whether the stack is as an update leaves it. */
  async isSecond(): Promise<boolean> {
    const output = await this.call('GetTemplate', { StackName: STACK });
    return (output as { TemplateBody: string }).TemplateBody.includes('"Comment":"second"');
  }

  /** Undefined when there is no stack. */
  async status(): Promise<string | undefined> {
    const output = (await this.call('DescribeStacks', {})) as DescribeStacksOutput;
    return output.Stacks?.find((stack) => stack.StackName === STACK)?.StackStatus;
  }

  /** Resolves with the status in which the stack comes to rest. */
  async finished(): Promise<string | undefined> {
    for (let spentMs = 0; spentMs < FINISH_WALL_MS_MAX; spentMs += LOOK_WALL_MS) {
      const status = await this.status();
      if (status?.endsWith('_IN_PROGRESS') !== true) return status;
      await wall.sleep(LOOK_WALL_MS);
    }
    return this.status();
  }

  async reasons(): Promise<string[]> {
    const output = (await this.call('DescribeStackEvents', { StackName: STACK })) as {
      StackEvents: {
        ResourceStatus?: string;
        LogicalResourceId: string;
        [name: string]: unknown;
      }[];
    };
    return output.StackEvents.filter((event) => event.ResourceStatus?.endsWith('_FAILED')).map(
      (event) => `${event.LogicalResourceId}: ${String(event['ResourceStatusReason'])}`,
    );
  }

  /** Everything that exists: records, record sets, buckets, files of images. */
  async inventory(prefix: string): Promise<string[]> {
    const client = await this.services.s3.client('us-east-1');
    const { Buckets: buckets } = await client.send(new S3.ListBucketsCommand({}));
    const names = (buckets ?? []).map((bucket) => bucket.Name ?? '');
    const sets = this.services.route53
      .hostedZones()
      .flatMap((zone) =>
        zone.records.map((record) => `${zone.name} ${record.name} ${record.type}`),
      );
    return (
      [
        ...this.#records(),
        ...sets,
        ...names.filter((name) => name.startsWith(prefix)).map((name) => `bucket ${name}`),
        ...imageFiles(this.#directory),
      ]
        // The validation record stays in its zone, as on AWS.
        .filter((item) => !/[ .]_[0-9a-f]{32}\./.test(item))
        .sort()
    );
  }

  #records(): string[] {
    // Of a copy, since the engine holds its file alone.
    const copy = `${this.#file}.copy`;
    for (const suffix of ['', '-wal']) copyFileSync(this.#file + suffix, copy + suffix);
    using database = new DatabaseSync(copy);
    return (
      database
        .prepare(
          // An empty row of tags says as much as none.
          `SELECT kind, key FROM records WHERE kind NOT LIKE 'cloudformation/%' AND kind NOT LIKE 'runtime/%'
         AND kind <> 'route53/changes' AND json NOT IN ('{}', '[]')`,
        )
        .all()
        .map((row) => `${String(row['kind'])} ${String(row['key'])}`)
        // An update and its rollback each add a version to a launch template, as on AWS.
        .map((item) => item.replace(/^(ec2\/launch-template-versions .*)\/\d+$/, '$1'))
    );
  }
}

function imageFiles(directory: string): string[] {
  try {
    return readdirSync(path.join(directory, 'images')).map((name) => `image ${name}`);
  } catch {
    return [];
  }
}
