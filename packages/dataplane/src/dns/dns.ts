import { isDeepStrictEqual } from 'node:util';
import {
  type DnsConfig,
  errorText,
  type GlobalQueries,
  type RecordPatch,
} from '@understudy/contract';
import { NO_FAULTS, type FaultView } from '../faults/faults-now.ts';
import { answersKeptMs, nameServerState } from '../faults/global-faults.ts';
import type { Part, PartContext } from '../part.ts';
import { AwsNames } from './authority/aws-names.ts';
import { type CompiledDns, compileDns } from './authority/compile.ts';
import { FailoverWatch } from './authority/failover-watch.ts';
import { ExplainDns } from './explain.ts';
import type { HealthView } from './health-view.ts';
import { DnsListener } from './listener.ts';
import { NameServers } from './authority/name-servers.ts';
import { NewZones } from './authority/new-zones.ts';
import { Overheard } from './overheard.ts';
import { Registry } from './registry.ts';
import { Resolver } from './resolver/resolver.ts';
import { SILENT, type DnsRole } from './role.ts';
import { testDnsAnswer } from './test-answer.ts';

/**
 * DNS as a whole: registry, AWS's own names, Route 53's name servers, and the resolvers that
 * clients ask.
 */
export class Dns implements Part<DnsConfig> {
  readonly #context: PartContext;
  readonly #faults: FaultView;
  readonly #nameServers: NameServers;
  readonly #registry: Registry;
  readonly #awsNames: AwsNames;
  readonly #resolver: Resolver;
  readonly #validationResolver: Resolver;
  /** By role and index, in the order in which they were opened. */
  readonly #listeners = new Map<string, DnsListener>();
  #delegations: DnsConfig['delegations'] = [];
  readonly #newZones: NewZones;
  readonly #explain: ExplainDns;
  #applying: Promise<unknown> = Promise.resolve();

  constructor(context: PartContext, options: { health: HealthView; faults?: FaultView }) {
    const { faults = NO_FAULTS } = options;
    this.#context = context;
    this.#faults = faults;
    this.#newZones = new NewZones(context.clock);
    const watch = new FailoverWatch(context);
    const overheard = new Overheard();
    this.#nameServers = new NameServers(context, { health: options.health, watch, overheard });
    this.#registry = new Registry(context.clock.speed);
    this.#awsNames = new AwsNames(context, { health: options.health, overheard });
    this.#resolver = new Resolver(context, {
      caches: true,
      keptMs: () => answersKeptMs(faults.of('resolver')),
    });
    this.#validationResolver = new Resolver(context, { caches: false });
    this.#explain = new ExplainDns({
      resolver: this.#resolver,
      asking: this.#validationResolver,
      overheard,
      speed: context.clock.speed,
    });
  }

  apply(config: DnsConfig): Promise<string[]> {
    return this.#inTurn(() => this.#apply(config));
  }

  /** Changes record sets in the configuration that is in force. */
  patch({ zones }: RecordPatch): Promise<string[]> {
    return this.#inTurn(() => {
      const problems = zones.flatMap((zone) => this.#nameServers.patch(zone));
      const early = zones.some(({ zoneId, put }) => put.length > 0 && this.#newZones.isNew(zoneId));
      if (early) this.#resolver.forgetAbsences();
      return Promise.resolve(problems);
    });
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all([...this.#listeners.values()].map((listener) => listener.close()));
      this.#listeners.clear();
    });
  }

  /**
   * To be called when a health check or a load balancer changes, so that failover is told when it
   * happens.
   */
  healthChanged(): void {
    this.#nameServers.reevaluate();
  }

  testAnswer(
    input: GlobalQueries['testDnsAnswer']['input'],
  ): GlobalQueries['testDnsAnswer']['output'] {
    return testDnsAnswer(this.#nameServers, input);
  }

  explain(
    input: GlobalQueries['explainDns']['input'],
  ): Promise<GlobalQueries['explainDns']['output']> {
    return this.#explain.explain(input);
  }

  async #apply(config: DnsConfig): Promise<string[]> {
    const compiled = this.#compile(config);
    if (typeof compiled === 'string') return [compiled];
    this.#nameServers.serve(compiled.hostedZones);
    this.#registry.serve(compiled.registrations);
    this.#awsNames.serve(compiled.awsDirectory);
    const registry = { address: config.registryAddress, port: config.port };
    for (const [resolver, localAddress] of [
      [this.#resolver, config.resolverAddress],
      [this.#validationResolver, config.validationResolverAddress],
    ] as const) {
      resolver.serve({ registry, localAddress });
    }
    // On the internet, resolvers remember a domain's old name servers for up to two days. Whoever
    // tells the registrar here wants to see what comes of it next.
    if (!isDeepStrictEqual(config.delegations, this.#delegations)) this.#resolver.forget();
    this.#delegations = config.delegations;
    if (this.#newZones.grew(config.hostedZones)) this.#resolver.forgetAbsences();
    return [...compiled.problems, ...(await this.#listen(config))];
  }

  #compile(config: DnsConfig): CompiledDns | string {
    try {
      return compileDns(config);
    } catch (thrown) {
      return `the DNS configuration is not in force: ${errorText(thrown)}`;
    }
  }

  /**
   * Opens and closes only what changed; what could not be opened is tried again by the next
   * configuration.
   */
  async #listen(config: DnsConfig): Promise<string[]> {
    const places = this.#places(config);
    for (const [key, listener] of this.#listeners) {
      const place = places.get(key);
      const isSame = place?.address === listener.address && place.role === listener.role;
      if (isSame && config.port === listener.port) continue;
      this.#listeners.delete(key);
      await listener.close();
    }
    const problems: string[] = [];
    for (const [key, { role, address }] of places) {
      if (this.#listeners.has(key)) continue;
      const problem = await this.#open(key, { role, address, port: config.port });
      if (problem !== undefined) problems.push(problem);
    }
    return problems;
  }

  async #open(
    key: string,
    place: { role: DnsRole; address: string; port: number },
  ): Promise<string | undefined> {
    const where = `${place.role.title} cannot listen at ${place.address}:${place.port}`;
    if (!isLoopback(place.address)) return `${where}: it is not a loopback address`;
    const listener = new DnsListener(this.#context, place);
    try {
      await listener.open();
    } catch (thrown) {
      return `${where}: ${errorText(thrown)}`;
    }
    this.#listeners.set(key, listener);
    return undefined;
  }

  #places(config: DnsConfig): Map<string, { role: DnsRole; address: string }> {
    const places = new Map<string, { role: DnsRole; address: string }>([
      ['registry', { role: this.#registry, address: config.registryAddress }],
      ['aws-names', { role: this.#awsNames, address: config.awsNamesAddress }],
      ['resolver', { role: this.#resolver, address: config.resolverAddress }],
      [
        'validation-resolver',
        { role: this.#validationResolver, address: config.validationResolverAddress },
      ],
    ]);
    config.nameServerAddresses.forEach((address, index) => {
      const state = nameServerState(this.#faults.of('name-servers'), index);
      const role = state === 'hung' ? SILENT : this.#nameServers;
      if (state !== 'gone') places.set(`name-server-${index}`, { role, address });
    });
    return places;
  }

  /** Configurations take force one after the other, however fast they come. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#applying.then(act);
    this.#applying = turn.catch(() => undefined);
    return turn;
  }
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
