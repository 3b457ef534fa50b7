import path from 'node:path';
import process from 'node:process';
import { localPort, type Clock } from '@understudy/contract';
import { PROCESS_FILES, SystemClock, SystemRandom } from '@understudy/dataplane';
import { Endpoint } from '../endpoint/endpoint.ts';
import { S3Forwarder } from '../endpoint/s3-forwarder.ts';
import type { ServiceDeps } from '../kernel/deps.ts';
import { StateStore } from '../kernel/state-store.ts';
import { CertificateAuthority } from '../services/acm/authority.ts';
import type { Services } from '../services/registry.ts';
import { VERSION } from '../version.ts';
import { claimAddressBlock, type AddressBlock } from './address-block.ts';
import { loadEngineCertificates } from './certificates.ts';
import { loadClock } from './clock.ts';
import { compileRegionDocument, type DocumentSources } from './documents.ts';
import { writeEngineInfo, lockStateDirectory } from './engine-file.ts';
import type { EngineOptions } from './engine-options.ts';
import { EventLog } from './event-log.ts';
import { Faults } from './faults.ts';
import { ACCOUNT, ADMINISTRATOR_ARN, loadIdentity, type Identity } from './identity.ts';
import { LoopbackAddressPlan } from './loopback-address-plan.ts';
import { ManagedProcess } from './managed-process.ts';
import { GLOBAL, Processes } from './processes.ts';
import { Reaper } from './reaper.ts';
import { createRoutes } from './routes.ts';
import { createServices } from './services.ts';

export interface RunningEngine {
  stop(): Promise<void>;
}

/** Starts everything, in order; what was started is stopped again when a later step fails. */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  await using started = new AsyncDisposableStack();
  started.use(lockStateDirectory(options.stateDirectory));
  const state = started.use(
    new StateStore(path.join(options.stateDirectory, 'control-plane.sqlite')),
  );
  const block = started.use(await claimBlock(state));
  const clockConfig = loadClock(state, options.speed);
  const clock = new SystemClock(clockConfig);
  const identity = loadIdentity(state, options.regions);
  const events = new EventLog();
  const processes = new Processes({ clock, events });
  const addresses = new LoopbackAddressPlan({ base: block.base, regions: options.regions, state });
  const deps: ServiceDeps = {
    state,
    clock,
    random: new SystemRandom(),
    dataPlane: processes,
    addresses,
    account: ACCOUNT,
    realism: options.realism,
    stateDirectory: options.stateDirectory,
  };
  const authority = await CertificateAuthority.load({
    directory: path.join(options.stateDirectory, 'ca'),
    clock,
  });
  const dnsPort = localPort(53, block.ports);
  const httpsPort = localPort(443, block.ports);
  const endpointOf = (region: string): { address: string; port: number } | undefined =>
    options.regions.includes(region)
      ? { address: addresses.s3Endpoint(region), port: httpsPort }
      : undefined;
  const services = createServices({
    deps,
    authority,
    dnsPort,
    onStackEvent: ({ stackName, logicalId, status, reason }) =>
      events.record('control', clock.nowMs(), clock.wallMs(), {
        type: 'stack',
        stackName,
        status: logicalId === stackName ? status : `${logicalId} ${status}`,
        reason,
      }),
    s3: {
      endpointOf,
      key: identity.administrator,
      tls: { rootPem: authority.rootPem, port: httpsPort },
    },
  });
  started.defer(() => stopServices(services));
  for (const domain of options.domains) services.route53domains.register(domain);

  const certificates = await loadEngineCertificates({
    authority,
    state,
    regions: options.regions,
    wallMs: clock.wallMs(),
  });
  const sources: DocumentSources = {
    services,
    addresses,
    regions: options.regions,
    clock: clockConfig,
    ports: block.ports,
    identity,
    certificates,
  };
  const reaper = new Reaper();
  started.defer(() => reaper.standDown());
  const managed = manageProcesses(options, { clock, reaper, events });
  started.defer(async () => void (await Promise.all(managed.map((one) => one.stop()))));
  const faults = new Faults({
    processes,
    reaper,
    events,
    clock,
    regions: options.regions,
    documentOf: (region) => compileRegionDocument(sources, region, 0),
  });
  started.defer(() => faults.stop());
  processes.begin(sources, managed);
  for (const one of managed) one.start();

  const routes = createRoutes({
    processes,
    faults,
    events,
    services,
    regions: options.regions,
    state: { resolver: { address: addresses.resolver, port: dnsPort } },
  });
  const endpoint = new Endpoint({
    port: options.port,
    services: Object.values(services),
    s3: new S3Forwarder({
      endpointOf: (region) => forwardTarget(endpointOf(region)),
      rootPem: authority.rootPem,
    }),
    lookupKey: (accessKeyId) =>
      accessKeyId === identity.administrator.accessKeyId ? identity.administrator : undefined,
    anyKey: options.anyKey,
    account: ACCOUNT,
    principalArn: ADMINISTRATOR_ARN,
    defaultRegion: options.regions[0] ?? 'us-east-1',
    token: identity.token,
    routes,
    clock,
  });
  const { port } = await endpoint.listen();
  started.defer(() => endpoint.close());
  await processes.settled();
  services.cloudformation.resume();
  announce(options, {
    port,
    block,
    identity,
    dns: { address: addresses.resolver, port: dnsPort },
    caFile: authority.rootFile,
  });
  const running = started.move();
  return { stop: () => running.disposeAsync() };
}

/** The block of the last time, if it is free: addresses in a user's notes and bookmarks stay true. */
async function claimBlock(state: StateStore): Promise<AddressBlock> {
  const table = state.table<{ base: number }>('runtime/address-block');
  const block = await claimAddressBlock(table.get('block')?.base);
  table.put('block', { base: block.base });
  return block;
}

function manageProcesses(
  options: EngineOptions,
  shared: { clock: Clock; reaper: Reaper; events: EventLog },
): ManagedProcess[] {
  const onEvent: EventLog['record'] = (source, awsMs, wallMs, body) =>
    shared.events.record(source, awsMs, wallMs, body);
  return [GLOBAL, ...options.regions].map(
    (name) =>
      new ManagedProcess({
        name,
        program: name === GLOBAL ? PROCESS_FILES.global : PROCESS_FILES.region,
        directory:
          name === GLOBAL
            ? path.join(options.stateDirectory, 'global')
            : path.join(options.stateDirectory, 'regions', name),
        clock: shared.clock,
        reaper: shared.reaper,
        onEvent,
      }),
  );
}

function forwardTarget(
  target: { address: string; port: number } | undefined,
): { host: string; port: number } | undefined {
  return target && { host: target.address, port: target.port };
}

/** Those that poll or build: CloudFormation first, which drives the others. */
async function stopServices(services: Services): Promise<void> {
  await services.cloudformation.stop();
  await Promise.all([services.acm.stop(), services.imagebuilder.stop(), services.s3.stop()]);
}

function announce(
  options: EngineOptions,
  facts: {
    port: number;
    block: AddressBlock;
    identity: Identity;
    dns: { address: string; port: number };
    caFile: string;
  },
): void {
  writeEngineInfo(options.stateDirectory, {
    pid: process.pid,
    version: VERSION,
    endpoint: `http://127.0.0.1:${facts.port}`,
    token: facts.identity.token,
    account: ACCOUNT,
    accessKeyId: facts.identity.administrator.accessKeyId,
    secretAccessKey: facts.identity.administrator.secretAccessKey,
    regions: options.regions,
    speed: options.speed,
    caFile: facts.caFile,
    dns: facts.dns,
    privilegedPortOffset: facts.block.ports.privilegedPortOffset,
  });
}
