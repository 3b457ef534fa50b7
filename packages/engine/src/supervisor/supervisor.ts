import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { EventBody } from '@understudy/contract';
import { UnderstudyError } from '@understudy/contract/errors';
import { SystemClock } from '@understudy/contract/system-clock';
import { identityOf } from '@understudy/dataplane/process-record';
import { PROCESS_FILES } from '@understudy/dataplane/programs';
import type { AddressBlock } from '../runtime/addresses/address-block.ts';
import type { EngineOptions } from '../runtime/engine-options.ts';
import { ControlPlaneProcess } from './processes/control-plane-process.ts';
import { errorOf, reportOf } from './error-report.ts';
import { EventRing } from './event-ring.ts';
import { Faults } from './faults.ts';
import { ManagedProcess } from './processes/managed-process.ts';
import { GLOBAL } from './names.ts';
import { ProcessGroups } from './processes/process-groups.ts';
import type { FromSupervisor, ToSupervisor } from './protocol.ts';
import { Relay } from './relay.ts';

const CONTROL_PLANE_PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Holds what must not die with the control plane: the process groups, the faults, the claim on the
 * addresses, the numbers of events. It does nothing else, so that nothing can bring it down.
 */
export class Supervisor {
  readonly #options: EngineOptions;
  readonly #clock = new SystemClock({ epochMs: 0, speed: 1 });
  /** AWS time, once the control plane has said how it runs. */
  #awsClock = this.#clock;
  readonly #groups: ProcessGroups;
  readonly #events = new EventRing((event) => this.#send({ kind: 'event', event }));
  readonly #processes: ManagedProcess[];
  readonly #faults: Faults;
  readonly #relay: Relay;
  readonly #controlPlane: ControlPlaneProcess;
  #claim: Promise<AddressBlock> | undefined;
  #port: number | undefined;
  readonly #served = Promise.withResolvers<void>();

  constructor(options: EngineOptions) {
    const { stateDirectory } = options;
    this.#options = options;
    this.#groups = new ProcessGroups(stateDirectory);
    const record = (source: string, body: EventBody): void => this.#record(source, body);
    const [clock, groups] = [this.#clock, this.#groups];
    this.#processes = [GLOBAL, ...options.regions].map((name) => this.#manage(name));
    const regions = this.#processes.slice(1);
    this.#faults = new Faults({ regions, groups, stateDirectory, clock, record });
    this.#relay = new Relay({
      processes: this.#processes,
      faults: this.#faults,
      events: this.#events,
      send: (message) => this.#send(message),
    });
    this.#controlPlane = new ControlPlaneProcess({
      program: CONTROL_PLANE_PROGRAM,
      argument: JSON.stringify(options),
      clock,
      groups,
      hello: (incarnation) => this.#hello(incarnation),
      onMessage: (message) => this.#receive(message),
      onFirstFailure: (how) => this.#served.reject(didNotStart(how, stateDirectory)),
      onRestart: (reason) => record('control', { type: 'log', level: 'error', message: reason }),
    });
  }

  /**
   * Everything at once. Resolves when clients are served; rejects when the first control plane
   * fails.
   */
  start(): Promise<void> {
    for (const managed of this.#processes) managed.start();
    this.#controlPlane.start();
    return this.#served.promise;
  }

  /** The control plane first: what it drives must not seem to fail under it. */
  async stop(): Promise<void> {
    await this.#controlPlane.stop();
    await this.#faults.stop();
    await Promise.all(this.#processes.map((managed) => managed.stop()));
    this.#groups.standDown();
  }

  #manage(name: string): ManagedProcess {
    const { stateDirectory } = this.#options;
    const folder = name === GLOBAL ? name : path.join('regions', name);
    return new ManagedProcess({
      name,
      program: name === GLOBAL ? PROCESS_FILES.global : PROCESS_FILES.region,
      directory: path.join(stateDirectory, folder),
      stateDirectory,
      clock: this.#clock,
      groups: this.#groups,
      onEvent: (source, awsMs, wallMs, body) => this.#events.record(source, awsMs, wallMs, body),
      onRestart: (source, reason) =>
        this.#record(source, { type: 'region', state: 'restarting', reason }),
      onAnswer: (message) => this.#send(message),
      onChange: () => this.#relay.changed(name),
    });
  }

  #send(message: FromSupervisor): void {
    this.#controlPlane.send(message);
  }

  #record(source: string, body: EventBody): void {
    this.#events.record(source, this.#awsClock.nowMs(), this.#awsClock.wallMs(), body);
  }

  #hello(incarnation: number): FromSupervisor {
    return {
      kind: 'hello',
      incarnation,
      supervisor: identityOf(process.pid) ?? { pid: process.pid, startedAt: '' },
      port: this.#port,
      processes: this.#relay.reports(),
      events: this.#events.kept(),
    };
  }

  #receive(message: ToSupervisor): void {
    switch (message.kind) {
      case 'claim':
        return void this.#answerClaim(message.preferredBase);
      case 'clock':
        this.#awsClock = new SystemClock(message.clock);
        return;
      case 'break-control-plane':
        return this.#controlPlane.break(message.mode, message.forWallMs);
      case 'ready':
        this.#port = message.port;
        return this.#served.resolve();
      case 'failed': {
        const error = errorOf(message.error);
        // Nobody waits any more for one that failed later: that is told, and it is tried again.
        this.#served.reject(error);
        if (this.#port !== undefined)
          this.#record('control', { type: 'log', level: 'error', message: error.message });
        return;
      }
      default:
        return this.#relay.receive(message);
    }
  }

  /**
   * Claimed once, and held until the end: a control plane that starts anew finds its addresses as
   * they were.
   */
  async #answerClaim(preferredBase: number | undefined): Promise<void> {
    try {
      this.#claim ??= import('../runtime/addresses/address-block.ts').then(
        ({ claimAddressBlock }) =>
          claimAddressBlock({
            preferredBase,
            regions: this.#options.regions.length,
            avoidedNetworks: this.#options.avoidedNetworks,
          }),
      );
      const { base, ports } = await this.#claim;
      this.#send({ kind: 'claimed', base, ports });
    } catch (error) {
      this.#claim = undefined;
      this.#send({ kind: 'unclaimed', error: reportOf(error) });
    }
  }
}

function didNotStart(how: string, stateDirectory: string): UnderstudyError {
  return new UnderstudyError('EngineDidNotStart', {
    message: `the control plane ${how}; its log is ${path.join(stateDirectory, 'engine.log')}`,
  });
}
