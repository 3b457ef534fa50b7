import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  request as requestHttp,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  type Server,
} from 'node:http';
import { X509CertificateGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import type {
  BalancerConfig,
  CertificateMaterial,
  EventBody,
  Listener,
  ListenerAction,
  LoadBalancer,
  TargetGroup,
} from '@understudy/contract';
import { SeededRandom, until } from '@understudy/contract/testing';
import type { MetricDatum } from '../alarms/metric-sink.ts';
import { SystemClock } from '@understudy/contract/system-clock';
import { FaultsNow } from '../faults/faults-now.ts';
import { Traces } from '../net/traces.ts';
import type { NetworkInterface, NetworkView, Verdict } from '../net/network-view.ts';
import { Balancers } from './balancers.ts';

export const GROUP_ARN =
  'arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:targetgroup/web/0123456789abcdef';
const BALANCER_ARN =
  'arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:loadbalancer/app/site/50dc6c495c0c9188';
export const DNS_NAME = 'site-1.ap-northeast-2.elb.amazonaws.com';

/** Lets everything through but what a test refuses. */
class OpenNetwork implements NetworkView {
  readonly attached = new Map<string, NetworkInterface>();
  readonly published = new Map<string, string>();
  refuse: (connection: { fromAddress: string; toAddress: string; port: number }) => boolean = () =>
    false;

  attach(networkInterface: NetworkInterface): void {
    this.attached.set(networkInterface.loopbackAddress, networkInterface);
  }

  detach(loopbackAddress: string): void {
    this.attached.delete(loopbackAddress);
  }

  admits(connection: { fromAddress: string; toAddress: string; port: number }): Verdict {
    return this.refuse(connection)
      ? { admitted: false, reason: 'the test refuses it' }
      : { admitted: true };
  }

  sourceAddress(loopbackAddress: string): string {
    return this.published.get(loopbackAddress) ?? loopbackAddress;
  }
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** One region's load balancers with real sockets, in a block of loopback addresses of its own. */
export class Rig {
  readonly clock: SystemClock;
  readonly events: EventBody[] = [];
  readonly metrics: MetricDatum[] = [];
  readonly network = new OpenNetwork();
  readonly faults = new FaultsNow();
  readonly traces = new Traces();
  readonly balancers: Balancers;
  readonly #block: string;
  readonly #servers: Server[] = [];
  #instances = 0;

  /** `block` is unique to the test, e.g. `127.104.3`. */
  constructor(block: string, speed = 1) {
    this.#block = block;
    const epochMs = new SystemClock({ epochMs: 0, speed: 1 }).wallMs();
    this.clock = new SystemClock({ epochMs, speed });
    const context = {
      clock: this.clock,
      random: new SeededRandom(7),
      emit: (body: EventBody) => void this.events.push(body),
    };
    this.balancers = new Balancers(context, {
      ports: { privilegedPortOffset: 8000 },
      network: this.network,
      faults: this.faults,
      traces: this.traces,
      metrics: { record: (datum) => void this.metrics.push(datum) },
      region: 'ap-northeast-2',
      locate: (instanceId) => this.located.get(instanceId),
    });
  }

  readonly located = new Map<string, { zone: string; loopbackAddress: string }>();

  get nodeA(): string {
    return `${this.#block}.1`;
  }

  get nodeB(): string {
    return `${this.#block}.2`;
  }

  loadBalancer(changed: Partial<LoadBalancer> = {}): LoadBalancer {
    const node = (zone: string, address: string, privateIp: string) => ({
      subnetId: `subnet-${zone}`,
      zone,
      address,
      privateIp,
    });
    return {
      arn: BALANCER_ARN,
      name: 'site',
      dnsName: DNS_NAME,
      scheme: 'internet-facing',
      securityGroupIds: ['sg-lb'],
      nodes: [node('a', this.nodeA, '10.0.0.10'), node('b', this.nodeB, '10.0.1.10')],
      listeners: [listener()],
      zonalShifts: [],
      attributes: {
        idleTimeoutSeconds: 60,
        clientKeepAliveSeconds: 3600,
        xffHeaderProcessing: 'append',
        xffClientPort: false,
        preserveHostHeader: false,
        dropInvalidHeaderFields: false,
        desyncMitigationMode: 'defensive',
        http2: true,
      },
      ...changed,
    };
  }

  config(
    changed: { loadBalancer?: Partial<LoadBalancer>; group?: Partial<TargetGroup> } = {},
  ): BalancerConfig {
    return {
      loadBalancers: [this.loadBalancer(changed.loadBalancer)],
      targetGroups: [targetGroup(changed.group)],
    };
  }

  async apply(...changed: Parameters<Rig['config']>): Promise<void> {
    const problems = await this.balancers.apply(this.config(...changed));
    if (problems.length > 0) throw new Error(problems.join('; '));
  }

  /** A small web server at an address of its own, registered with the group. */
  async target(
    handler: RequestListener,
    options: { zone?: string; groupArn?: string; register?: boolean } = {},
  ): Promise<{ instanceId: string; server: Server; address: string }> {
    this.#instances += 1;
    const instanceId = `i-${this.#instances}`;
    const address = `${this.#block}.${10 + this.#instances}`;
    const server = createServer(handler);
    // As AWS recommends: longer than the load balancer's idle time-out.
    server.keepAliveTimeout = 120_000;
    this.#servers.push(server);
    server.listen(8080, address);
    await once(server, 'listening');
    if (options.register !== false)
      this.balancers.register(options.groupArn ?? GROUP_ARN, {
        instanceId,
        port: 80,
        zone: options.zone ?? 'a',
        loopbackAddress: address,
      });
    return { instanceId, server, address };
  }

  async untilState(instanceId: string, state: string, groupArn = GROUP_ARN): Promise<void> {
    await until(() => this.balancers.state(groupArn, instanceId) === state, {
      withinMs: 5_000,
      what: `${instanceId} ${state}`,
    });
  }

  get(path: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
    return ask({ host: this.nodeA, port: 8080, path, ...options }, body);
  }

  async close(): Promise<void> {
    await this.balancers.close();
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

export function ask(options: RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = requestHttp({ agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        const { headers } = response;
        resolve({ status, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const FORWARD: ListenerAction = {
  type: 'forward',
  targetGroups: [{ arn: GROUP_ARN, weight: 1 }],
};

export function listener(changed: Partial<Listener> = {}): Listener {
  return {
    arn: `${BALANCER_ARN.replace('loadbalancer', 'listener')}/1`,
    port: 80,
    protocol: 'HTTP',
    certificates: [],
    defaultAction: FORWARD,
    rules: [],
    ...changed,
  };
}

export function targetGroup(changed: Partial<TargetGroup> = {}): TargetGroup {
  return {
    arn: GROUP_ARN,
    name: 'web',
    protocol: 'HTTP',
    port: 80,
    vpcId: 'vpc-1',
    healthCheck: {
      enabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: '/health',
      intervalSeconds: 10,
      timeoutSeconds: 5,
      healthyThreshold: 2,
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
      stickiness: {
        enabled: false,
        type: 'lb_cookie',
        durationSeconds: 86_400,
        appCookieName: '',
      },
    },
    targets: [],
    ...changed,
  };
}

/** A certificate that signs itself, made for one test run. */
export async function certificate(...domainNames: string[]): Promise<CertificateMaterial> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${domainNames[0] ?? ''}`,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension(domainNames.map((value) => ({ type: 'dns', value }))),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    arn: `arn:aws:acm:ap-northeast-2:111122223333:certificate/${domainNames[0] ?? ''}`,
    domainNames,
    certificateChainPem: made.toString('pem'),
    privateKeyPem:
      `-----BEGIN PRIVATE KEY-----\n${key.toString('base64')}\n` + `-----END PRIVATE KEY-----\n`,
  };
}
