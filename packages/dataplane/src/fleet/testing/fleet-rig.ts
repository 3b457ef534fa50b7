import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AutoScalingGroup, Clock, InstanceState, ScalingPolicy } from '@understudy/contract';
import { SeededRandom, until } from '@understudy/contract/testing';
import { SystemClock } from '@understudy/contract/system-clock';
import { FaultsNow } from '../../faults/faults-now.ts';
import type { InstanceRoles } from '../../roles/instance-roles.ts';
import { Fleet, type FleetPartConfig } from '../fleet.ts';
import type { FleetLimits } from '../limits.ts';
import { Events, FakeNetwork, FakeTargets } from './fakes.ts';

export const WEB_PORT = 9_080;
export const TARGET_GROUP_ARN =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef';

/** Answers with its process id and environment; `/hang` never answers; `/crash` ends it. */
const SERVER = `
import { createServer } from 'node:http';
console.log('serving on', process.env.PORT);
createServer((request, response) => {
  if (request.url === '/crash') { console.error('crashing as asked'); process.exit(7); }
  if (request.url === '/environment') return response.end(JSON.stringify(process.env));
  response.end(String(process.pid));
}).listen(Number(process.env.PORT), process.env.HOST);
`;

/** One fleet with two zones, real processes and fast AWS time. */
export class FleetFixture implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'understudy-fleet-'));
  readonly network = new FakeNetwork();
  readonly targets = new FakeTargets();
  readonly events = new Events();
  readonly faults = new FaultsNow();
  readonly #roles: InstanceRoles | undefined;
  readonly clock: Clock;
  readonly fleet: Fleet;
  readonly config: FleetPartConfig;

  /**
   * `block`: the second and third octet's start, so that files that run side by side do not meet.
   */
  constructor(options: {
    block: number;
    speed?: number;
    limits?: Partial<FleetLimits>;
    roles?: InstanceRoles;
  }) {
    this.#roles = options.roles;
    this.clock = new SystemClock({ epochMs: 0, speed: options.speed ?? 20 });
    this.config = fleetConfig(options.block, this.image({ 'server.mjs': SERVER }));
    this.fleet = this.makeFleet(options.limits);
  }

  makeFleet(limits: Partial<FleetLimits> = {}): Fleet {
    return new Fleet(
      { clock: this.clock, random: new SeededRandom(1), emit: (body) => this.events.emit(body) },
      {
        directory: join(this.folder, 'fleet'),
        region: 'us-east-1',
        account: '123456789012',
        ports: { privilegedPortOffset: 8000 },
        network: this.network,
        targets: this.targets,
        faults: this.faults,
        limits,
        ...(this.#roles && { roles: this.#roles }),
      },
    );
  }

  /** A folder with these files and a Procfile that runs `server.mjs`, unless told otherwise. */
  image(files: Record<string, string>): string {
    const directory = mkdtempSync(join(this.folder, 'image-'));
    mkdirSync(directory, { recursive: true });
    const all = { Procfile: 'web: node server.mjs\n', ...files };
    for (const [name, text] of Object.entries(all)) writeFileSync(join(directory, name), text);
    return directory;
  }

  get group(): AutoScalingGroup {
    const [group] = this.config.groups;
    if (group === undefined) throw new Error('the fixture has no group');
    return group;
  }

  /** Changes the group and applies. */
  async change(change: Partial<AutoScalingGroup>): Promise<string[]> {
    Object.assign(this.group, change);
    return this.fleet.apply(structuredClone(this.config));
  }

  useImage(directory: string): void {
    this.config.images = [{ imageId: 'ami-web', name: 'web', directory }];
  }

  inService(): InstanceState[] {
    return this.fleet
      .describeInstances()
      .filter(({ lifecycleState }) => lifecycleState === 'InService');
  }

  /** Waits until exactly this many are in service and nothing else is under way. */
  async untilInService(count: number): Promise<InstanceState[]> {
    return until(
      () => {
        const live = this.fleet
          .describeInstances()
          .filter(({ lifecycleState }) => lifecycleState !== 'Terminated');
        const instances = this.inService();
        return live.length === count && instances.length === count ? instances : undefined;
      },
      { withinMs: 15_000, what: `${count} instances in service` },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fleet.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function policy(change: Partial<ScalingPolicy>): ScalingPolicy {
  return {
    arn: 'arn:policy',
    name: 'out',
    groupName: 'web',
    policyType: 'SimpleScaling',
    adjustmentType: 'ChangeInCapacity',
    scalingAdjustment: 1,
    minAdjustmentMagnitude: 0,
    ...change,
  };
}

export function get(
  address: string,
  path: string,
  options: { port?: number; headers?: Record<string, string>; method?: string } = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: address,
      port: options.port ?? WEB_PORT,
      path,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
      agent: false,
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', reject);
    });
    sent.end();
  });
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

function fleetConfig(block: number, directory: string): FleetPartConfig {
  const subnet = (index: number, zone: string): FleetPartConfig['network']['subnets'][number] => ({
    subnetId: `subnet-${index}`,
    vpcId: 'vpc-1',
    zone,
    cidr: `10.0.${index}.0/24`,
    hasInternetRoute: false,
    loopbackCidr: `127.105.${block + index}.0/24`,
  });
  const sshRule = {
    protocol: 'tcp' as const,
    fromPort: 22,
    toPort: 22,
    peer: { kind: 'cidr' as const, cidr: '10.0.0.0/16' },
  };
  return {
    metadataAddress: `127.105.${block}.1`,
    dependencyAddress: `127.105.${block}.2`,
    images: [{ imageId: 'ami-web', name: 'web', directory }],
    network: {
      vpcs: [{ vpcId: 'vpc-1', cidr: '10.0.0.0/16' }],
      subnets: [subnet(1, 'us-east-1a'), subnet(2, 'us-east-1b')],
      securityGroups: [{ groupId: 'sg-web', vpcId: 'vpc-1', ingress: [sshRule], egress: [] }],
    },
    scalingPolicies: [],
    targetGroups: [targetGroup()],
    groups: [
      {
        arn: 'arn:group:web',
        name: 'web',
        minSize: 1,
        maxSize: 4,
        desiredCapacity: 1,
        desiredRevision: 1,
        subnetIds: ['subnet-1', 'subnet-2'],
        targetGroupArns: [TARGET_GROUP_ARN],
        healthCheckType: 'ELB',
        healthCheckGracePeriodSeconds: 0,
        defaultCooldownSeconds: 300,
        suspendedProcesses: [],
        tags: [{ key: 'site', value: 'ticketing', propagateAtLaunch: true }],
        launch: {
          launchTemplateId: 'lt-1',
          launchTemplateVersion: 1,
          imageId: 'ami-web',
          instanceType: 't3.micro',
          securityGroupIds: ['sg-web'],
          userData: 'GREETING=hello\n',
          httpTokens: 'required',
          tags: [{ key: 'Name', value: 'web' }],
        },
      },
    ],
  };
}

function targetGroup(): NonNullable<FleetPartConfig['targetGroups']>[number] {
  return {
    arn: TARGET_GROUP_ARN,
    name: 'web',
    protocol: 'HTTP',
    port: WEB_PORT,
    vpcId: 'vpc-1',
    healthCheck: {
      enabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/',
      intervalSeconds: 30,
      timeoutSeconds: 5,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
      matcher: '200',
    },
    attributes: {
      deregistrationDelaySeconds: 300,
      algorithm: 'round_robin',
      slowStartSeconds: 0,
      crossZone: true,
      dnsFailover: { count: 1 },
      unhealthyRouting: { count: 1 },
      stickiness: { enabled: false, type: 'lb_cookie', durationSeconds: 86_400, appCookieName: '' },
    },
    targets: [],
  };
}
