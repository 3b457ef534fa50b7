import { errorText, localPort, type EdgeConfig, type PortPlan } from '@understudy/contract';
import type { Resolve } from '../net/resolve.ts';
import { TRACE_HEADER, type Traces } from '../net/traces.ts';
import type { Part, PartContext } from '../part.ts';
import { chooseCertificate } from './viewer/choose-certificate.ts';
import { EdgeLocation } from './edge-location.ts';
import { OriginClient } from './origin/origin-client.ts';
import { ViewerListener } from './viewer/viewer-listener.ts';
import type { ViewerRequest } from './viewer/viewer-request.ts';

interface Running {
  location: EdgeLocation;
  listener: ViewerListener;
  ports: { httpPort: number; httpsPort: number };
}

export interface EdgeOptions {
  resolve: Resolve;
  ports: PortPlan;
  /** Requests that somebody wants explained; absent: none. */
  traces?: Traces;
  /** For tests: 0 takes any port. */
  listen?: { httpPort: number; httpsPort: number };
}

/** The CDN: every edge location serves every distribution, each from a cache of its own. */
export class Edge implements Part<EdgeConfig> {
  readonly #context: PartContext;
  readonly #options: EdgeOptions;
  readonly #running = new Map<string, Running>();
  #config: EdgeConfig | undefined;

  constructor(context: PartContext, options: EdgeOptions) {
    this.#context = context;
    this.#options = options;
  }

  async apply(config: EdgeConfig): Promise<string[]> {
    const problems: string[] = [];
    this.#config = config;
    const wanted = new Set(config.locations.map((location) => location.address));
    for (const [address, running] of this.#running) {
      if (wanted.has(address)) this.#reconfigure(running, config);
      else await this.#stop(address, running);
    }
    for (const { code, address } of config.locations) {
      if (this.#running.has(address)) continue;
      try {
        this.#running.set(address, await this.#start(code, address, config));
      } catch (error) {
        problems.push(`edge location ${code} cannot listen on ${address}: ${errorText(error)}`);
      }
    }
    return problems;
  }

  /** Where an edge location listens, by its code. */
  portsOf(code: string): { httpPort: number; httpsPort: number } | undefined {
    return [...this.#running.values()].find((running) => running.location.code === code)?.ports;
  }

  /** Removes matching objects from every location's cache; how many there were. */
  invalidate(distributionId: string, paths: readonly string[]): number {
    return [...this.#running.values()].reduce(
      (sum, running) => sum + running.location.invalidate(distributionId, paths),
      0,
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map(([address, running]) => this.#stop(address, running)));
  }

  async #start(code: string, address: string, config: EdgeConfig): Promise<Running> {
    const { clock } = this.#context;
    const { ports, resolve, listen } = this.#options;
    const client = new OriginClient({
      clock,
      ports,
      resolve,
      localAddress: address,
      trustedRootsPem: () => (this.#config ?? config).trustedRootsPem,
    });
    const location = new EdgeLocation({ context: this.#context, code, client, config });
    const listener = new ViewerListener({
      address,
      httpPort: listen?.httpPort ?? localPort(config.httpPort, ports),
      httpsPort: listen?.httpsPort ?? localPort(config.httpsPort, ports),
      clock,
      emit: (body) => this.#context.emit(body),
      serve: (request) => location.serve(this.#traced(request)),
      refuse: (refusal) => location.refuse(refusal),
      openWebSocket: (request) => location.openWebSocket(request),
      certificateFor: (name) => chooseCertificate(this.#config ?? config, name),
    });
    return { location, listener, ports: await listener.listen() };
  }

  /** The trace is not the viewer's: no policy, no cache key and no origin gets to see it. */
  #traced(request: ViewerRequest): ViewerRequest {
    const trace = this.#options.traces?.find(request.headers[TRACE_HEADER]);
    if (trace === undefined) return request;
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name !== TRACE_HEADER),
    );
    return { ...request, headers, trace };
  }

  #reconfigure(running: Running, config: EdgeConfig): void {
    running.location.configure(config);
    running.listener.forgetCertificates();
  }

  async #stop(address: string, running: Running): Promise<void> {
    this.#running.delete(address);
    await running.listener.close();
    await running.location.close();
  }
}
