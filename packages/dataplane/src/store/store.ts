import { mkdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import {
  errorText,
  localPort,
  type PortPlan,
  type RegionQueries,
  type StoreConfig,
} from '@understudy/contract';
import { NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import type { Part, PartContext } from '../part.ts';
import type { InstanceRoles } from '../roles/instance-roles.ts';
import { Bodies } from './disk/bodies.ts';
import { s3Codec } from './http/codec.ts';
import type { Core } from './core.ts';
import { explainAccess } from './access/explain-access.ts';
import { KnownKeys } from './access/known-keys.ts';
import { LifecycleRunner } from './lifecycle/lifecycle-runner.ts';
import { Listeners, type ListenPorts } from './listeners.ts';
import { Metadata } from './disk/metadata.ts';
import { Peers } from './peers/peers.ts';
import { filesIn } from './store-problem.ts';
import { explainReplication } from './replication/explain.ts';
import { Replicator } from './replication/replicator.ts';
import { RequestHandler } from './request-handler.ts';

export interface StoreOptions {
  /** Where the metadata and the bodies are; made when it is not there. */
  directory: string;
  region: string;
  account: string;
  ports: PortPlan;
  /**
   * The address that whoever connects from a loopback address has on the internet. Absent: that
   * very one.
   */
  sourceAddress?: (loopbackAddress: string) => string;
  /** Absent: nothing is broken on purpose. */
  faults?: FaultView;
  /** Whose temporary keys are known. Absent: no role's. */
  roles?: Pick<InstanceRoles, 'find' | 'principalNamed'>;
  /** For tests: other ports than S3's own. Peers are asked on the same HTTP port. */
  listen?: ListenPorts;
}

/** The S3 of a region: its buckets, their objects, and what leaves them for other regions. */
export class Store implements Part<StoreConfig> {
  readonly #core: Core;
  readonly #metadata: Metadata;
  readonly #peers: Peers;
  readonly #replicator: Replicator;
  readonly #lifecycle: LifecycleRunner;
  readonly #handler: RequestHandler;
  readonly #listeners: Listeners;
  readonly #endFaults: () => void;
  readonly #roles: StoreOptions['roles'];
  #known = new KnownKeys();
  #peerPlaces = '';
  #closed = false;

  constructor(context: PartContext, options: StoreOptions) {
    const { clock, random } = context;
    const { directory, region, account, sourceAddress = (address) => address } = options;
    const { faults = NO_FAULTS } = options;
    this.#roles = options.roles;
    mkdirSync(directory, { recursive: true });
    this.#metadata = new Metadata(directory);
    const bodies = sweptBodies(directory, this.#metadata);
    const ports = portsOf(options);
    const { buckets } = this.#metadata;
    this.#peers = new Peers({ region, clock, buckets, port: ports.httpPort });
    this.#core = {
      ...{ region, account, clock, bodies, metadata: this.#metadata, peers: this.#peers },
      files: filesIn(directory),
      claims: new Set(),
      wakeReplication: (lane) => this.#replicator.wake(lane),
    };
    const emit = context.emit.bind(context);
    this.#replicator = new Replicator({ core: this.#core, random, emit, faults });
    this.#endFaults = faults.onChange(() => this.#replicator.retryNow());
    this.#lifecycle = new LifecycleRunner(this.#core, emit);
    const codec = s3Codec();
    this.#handler = new RequestHandler({
      ...{ core: this.#core, codec, emit, sourceAddress, faults, random },
    });
    this.#listeners = new Listeners(ports, (message, response) => {
      this.#handler.handle(message, response).catch((thrown: unknown) => {
        // The client went away, or a body broke off, after the answer had begun: nobody is left to
        // tell.
        breakOff(response);
        emit({ type: 'log', level: 'info', message: `S3 answer broke off: ${errorText(thrown)}` });
      });
    });
  }

  async apply(config: StoreConfig): Promise<string[]> {
    const { address, peers, replicationKey, anyKey } = config;
    const { account } = this.#core;
    const keys = [...config.signingKeys, replicationKey];
    const roles = this.#roles && { roles: this.#roles };
    this.#known = new KnownKeys(keys, { account, anyKey, ...roles });
    this.#handler.configure(this.#known, config.endpointToken);
    this.#peers.configure({ address, peers, replicationKey });
    const problems = await this.#listeners.listen(address, config.certificate);
    const places = JSON.stringify(peers);
    if (places !== this.#peerPlaces) this.#replicator.retryNow();
    this.#peerPlaces = places;
    return problems;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#endFaults();
    await this.#listeners.close();
    // First of all: a question to a region that hangs must not hold up the end.
    this.#lifecycle.close();
    this.#peers.close();
    await this.#replicator.close();
    this.#metadata.close();
  }

  /** How much waits to travel, and since when (AWS time) the oldest of it. */
  replicationBacklog(): { pending: number; oldestMs: number | undefined } {
    return this.#metadata.tasks.backlog();
  }

  explainReplication(
    asked: RegionQueries['explainReplication']['input'],
  ): RegionQueries['explainReplication']['output'] {
    return explainReplication(this.#core, asked, (lane) => this.#replicator.waitOf(lane));
  }

  explainAccess(
    asked: RegionQueries['explainAccess']['input'],
  ): RegionQueries['explainAccess']['output'] {
    return explainAccess(this.#core, this.#known, asked);
  }

  /** How many replications out of a bucket are not settled. */
  pendingFor(bucket: string): number {
    return this.#metadata.tasks.pendingFor(bucket);
  }

  /** Where it listens now. */
  get boundPorts(): ListenPorts {
    return this.#listeners.boundPorts;
  }
}

/** Without what a process that was killed had begun and not finished. */
function sweptBodies(directory: string, metadata: Metadata): Bodies {
  try {
    const bodies = new Bodies(directory);
    bodies.sweep(metadata.referencedBodies());
    return bodies;
  } catch (thrown) {
    metadata.close();
    throw thrown;
  }
}

export function portsOf({ listen, ports }: StoreOptions): ListenPorts {
  return listen ?? { httpPort: localPort(80, ports), httpsPort: localPort(443, ports) };
}

function breakOff(response: ServerResponse): void {
  if (!response.writableEnded) response.destroy();
}
