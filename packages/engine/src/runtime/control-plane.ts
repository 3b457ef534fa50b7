import path from 'node:path';
import { localPort, UnderstudyError, type InjectedFault } from '@understudy/contract';
import { SystemRandom } from '@understudy/dataplane';
import { authorizerOver } from '../authorization/authorizer-over.ts';
import { keyLookup } from '../authorization/key-lookup.ts';
import { asAwsError } from '../endpoint/as-aws-error.ts';
import { BucketLocator } from '../endpoint/stores/bucket-locator.ts';
import { Endpoint } from '../endpoint/endpoint.ts';
import { regionRefusal } from '../endpoint/region-refusal.ts';
import { S3Forwarder } from '../endpoint/stores/s3-forwarder.ts';
import { CertificateAuthority } from '../services/acm/authority.ts';
import { resourceHandlersOver } from '../resources/registry.ts';
import { createServices, type Services } from '../services/registry.ts';
import { loadEngineCertificates } from './certificates.ts';
import type { DataPlaneProcess } from './processes/data-plane-process.ts';
import { compileRegionDocument, type DocumentSources } from './documents/documents.ts';
import type { Foundation } from './foundation.ts';
import { visitorsWay } from './explain/visitors-way.ts';
import { ACCOUNT, ADMINISTRATOR_ARN } from './identity.ts';
import { InstanceSignals } from './instance-signals.ts';
import { ActiveFaults, type ActiveFaultsOptions } from './faults/active-faults.ts';
import { ExpiredCertificates } from './faults/expired-certificates.ts';
import { certificatesInUse, faultPlaces } from './faults/fault-places.ts';
import { serviceRefusal } from './faults/service-refusal.ts';
import { RegionFaults, type RegionFaultsOptions } from './faults/region-faults.ts';
import { runtimeTables } from './records.ts';
import { createRoutes } from './routes.ts';

export interface ControlPlane {
  /** Of the AWS endpoint on 127.0.0.1. */
  port: number;
  dns: { address: string; port: number };
  caFile: string;
  /** Every AWS call comes to the problem from now on, and nothing works on by itself. */
  standStill(problem: UnderstudyError): Promise<void>;
}

/** Services, their documents in the processes, and the endpoint in front. */
export async function startControlPlane(
  foundation: Foundation,
  started: AsyncDisposableStack,
): Promise<ControlPlane> {
  const { options, addresses, block, clock, processes, managed, hello } = foundation;
  const authority = await CertificateAuthority.load({
    directory: path.join(options.stateDirectory, 'ca'),
    clock,
    domains: options.domains,
  });
  // The clients of the control plane before this one know its port.
  const own = { port: hello.port ?? options.port };
  const services = makeServices(foundation, authority, () => `http://127.0.0.1:${own.port}`);
  started.defer(() => stopServices(services));
  for (const domain of options.domains) services.route53domains.register(domain);
  new InstanceSignals({ services, dataPlane: processes, clock, account: ACCOUNT });
  const current = (): InjectedFault[] => faults.records().map(({ fault }) => fault);
  const expired = new ExpiredCertificates({
    authority,
    inUse: () => certificatesInUse(options.regions, services),
    faults: current,
  });
  const gathered = await gatherSources(foundation, services, authority);
  const endpointUrl = (): string => `http://127.0.0.1:${own.port}`;
  const sources = { ...gathered, faults: current, expired, endpoint: endpointUrl };
  const faults: ActiveFaults = makeFaults(foundation, services, {
    documentOf: (region) => compileRegionDocument(sources, region, 0),
    prepare: (fault) => expired.prepare(fault),
  });
  await faults.prepared();
  started.defer(() => faults.close());
  processes.begin(sources, managed);
  const parts = { services, faults, rootPem: authority.rootPem, port: own.port };
  const endpoint = makeEndpoint(foundation, parts);
  const { port } = await endpoint.listen();
  // Only where the system chose the port: instances are told the true one.
  if (own.port !== port) processes.changed();
  own.port = port;
  started.defer(() => endpoint.close());
  await processes.settled();
  if (hello.port === undefined) {
    requireServing(managed);
    requireReadable(managed);
  }
  services.cloudformation.resume();
  services.autoscaling.resume();
  void services.cloudwatch.resume();
  const dns = { address: addresses.resolver, port: localPort(53, block.ports) };
  return {
    port,
    dns,
    caFile: authority.rootFile,
    standStill: (problem) => {
      const refused = asAwsError(problem);
      if (refused !== undefined) endpoint.refuse(refused);
      return stopServices(services);
    },
  };
}

function makeServices(
  foundation: Foundation,
  authority: CertificateAuthority,
  endpoint: () => string,
): Services {
  const { options, state, clock, addresses, processes, block, events, identity } = foundation;
  const services: Services = createServices({
    deps: {
      state,
      clock,
      random: new SystemRandom(),
      dataPlane: processes,
      addresses,
      account: ACCOUNT,
      realism: options.realism,
      stateDirectory: options.stateDirectory,
    },
    authority,
    findResourceHandler: resourceHandlersOver(
      () => services,
      () => authorizer,
    ),
    dnsPort: localPort(53, block.ports),
    localPort: (port) => localPort(port, block.ports),
    endpoint,
    tell: (message) => {
      const body = { type: 'log', level: 'warn', message } as const;
      events.record('control', clock.nowMs(), clock.wallMs(), body);
    },
    onStackEvent: ({ stackName, logicalId, status, reason }) =>
      events.record('control', clock.nowMs(), clock.wallMs(), {
        type: 'stack',
        stackName,
        status: logicalId === stackName ? status : `${logicalId} ${status}`,
        reason,
      }),
    s3: {
      endpointOf: (region) => storeAt(foundation, region),
      key: identity.administrator,
      tls: { rootPem: authority.rootPem, port: localPort(443, block.ports) },
    },
  });
  const authorizer = authorizerOver(clock, services);
  return services;
}

async function gatherSources(
  foundation: Foundation,
  services: Services,
  authority: CertificateAuthority,
): Promise<Omit<DocumentSources, 'faults' | 'expired' | 'endpoint'>> {
  const { options, state, clock, clockConfig, addresses, block, identity } = foundation;
  const { regions, anyKey, resolverRegion = regions[0] ?? 'us-east-1' } = options;
  const wallMs = clock.wallMs();
  const places = regions.map((region) => ({ region, s3Address: addresses.s3Endpoint(region) }));
  const certificates = await loadEngineCertificates({ authority, state, regions: places, wallMs });
  const { ports } = block;
  const known = { services, addresses, regions, resolverRegion, ports, identity, certificates };
  return { ...known, clock: clockConfig, anyKey };
}

function makeFaults(
  { options, link, managed, state, clock, events, hello, processes }: Foundation,
  services: Services,
  parts: Pick<RegionFaultsOptions, 'documentOf'> & Pick<ActiveFaultsOptions, 'prepare'>,
): ActiveFaults {
  const { regions } = options;
  return new ActiveFaults({
    table: state.table(runtimeTables.faults),
    places: faultPlaces(regions, services, processes),
    processes: new RegionFaults({
      ...{ link, processes: managed, regions, documentOf: parts.documentOf },
    }),
    clock,
    incarnation: hello.incarnation,
    emit: (body) => events.record('control', clock.nowMs(), clock.wallMs(), body),
    prepare: parts.prepare,
    push: () => {
      processes.changed();
      return processes.settled();
    },
  });
}

function makeEndpoint(
  foundation: Foundation,
  parts: { services: Services; faults: ActiveFaults; rootPem: string; port: number },
): Endpoint {
  const { options, identity, processes, managed, events, clock, hello } = foundation;
  const { services, faults, rootPem, port } = parts;
  const authorizer = authorizerOver(clock, services);
  const { regions } = options;
  const s3 = new S3Forwarder({
    endpointOf: (region) => {
      const store = storeAt(foundation, region);
      const incarnation = incarnationOf(managed.find(({ name }) => name === region));
      return store && { host: store.address, port: store.port, incarnation };
    },
    secure: { rootPem, token: identity.endpointToken },
  });
  const locator = new BucketLocator({
    ...{ regions, clock, key: identity.administrator },
    ask: (region, request) => s3.ask(region, request),
  });
  return new Endpoint({
    port,
    services: Object.values(services),
    s3,
    locateBucket: (bucket) => locator.locate(bucket),
    refusalOf: (service) => serviceRefusal(faults.records(), service),
    lookupKey: keyLookup({ ...identity, account: ACCOUNT, sts: services.sts }),
    regionRefusal: (call) => regionRefusal(regions, call),
    authorize: (call) => authorizer.check(call),
    anyKey: options.anyKey,
    account: ACCOUNT,
    principalArn: ADMINISTRATOR_ARN,
    defaultRegion: regions[0] ?? 'us-east-1',
    token: identity.token,
    routes: createRoutes({
      processes,
      faults,
      events,
      services,
      regions,
      authorizer,
      ...visitorsWay(foundation, rootPem),
      supervisor: hello.supervisor.pid,
    }),
    clock,
  });
}

/**
 * A region's S3, by HTTPS as AWS's own clients speak to it; undefined for regions that do not run
 * here.
 */
function storeAt(
  { options, addresses, block }: Foundation,
  region: string,
): { address: string; port: number } | undefined {
  if (!options.regions.includes(region)) return undefined;
  return { address: addresses.s3Endpoint(region), port: localPort(443, block.ports) };
}

/** Changes with every restart of the process, and with every fault that takes it or leaves it. */
function incarnationOf(managed: DataPlaneProcess | undefined): string {
  if (managed === undefined) return '';
  const { pid, state, suspended, fault } = managed.report;
  return [pid, state, suspended, fault].join(' ');
}

/**
 * What a region found of its files and cannot mend is told before anything is done with the rest.
 */
function requireReadable(managed: readonly DataPlaneProcess[]): void {
  for (const { name, report } of managed)
    for (const problem of report.problems) {
      const [, code, message] = /^(StateUnreadable|StateNewer): (.*)$/s.exec(problem) ?? [];
      if (code === 'StateUnreadable' || code === 'StateNewer')
        throw new UnderstudyError(code, { message: `${name}: ${message}` });
    }
}

/**
 * A process that cannot run, or an address of ours that another program holds, would make half a
 * site: better none, and the reason.
 */
function requireServing(managed: readonly DataPlaneProcess[]): void {
  for (const { name, report } of managed) {
    const { ended, problems } = report;
    if (ended !== undefined)
      throw new UnderstudyError(ended.code, { message: `${name}: ${ended.message}` });
    const taken = problems.find((text) => /EADDRINUSE|EACCES|EADDRNOTAVAIL/.test(text));
    const hint = 'stop the program that has the address, or the other engine that does';
    if (taken !== undefined) throw new UnderstudyError('PortInUse', { message: taken, hint });
  }
}

/** Those that poll or build: CloudFormation first, which drives the others. */
async function stopServices(services: Services): Promise<void> {
  await services.cloudformation.stop();
  await Promise.all([
    services.acm.stop(),
    services.imagebuilder.stop(),
    services.s3.stop(),
    services.sns.stop(),
    services.cloudwatch.stop(),
    services.autoscaling.stop(),
  ]);
}
