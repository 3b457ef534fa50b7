import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  errorText,
  UnderstudyError,
  type FleetConfig,
  type Image,
  type LaunchSpecification,
  type Timer,
} from '@understudy/contract';
import { decideWebFault, hasWebFaults, programState } from '../../faults/instance-faults.ts';
import type { FleetDeps } from '../deps.ts';
import { instanceEnvironment } from './environment.ts';
import { acceptsConnections, freePort } from '../network/free-port.ts';
import { imageCommand } from './image-command.ts';
import { InstanceProcess } from './instance-process.ts';
import { InterfaceListeners } from '../network/interface-listeners.ts';
import { InstanceRoleMetadata } from '../metadata/instance-role.ts';
import { MetadataService } from '../metadata/metadata-service.ts';
import { metadataTree, type InstanceIdentity } from '../metadata/metadata-tree.ts';
import type { OutputLog } from './output-log.ts';
import { parseUserData } from './user-data.ts';

export interface MachineOptions {
  identity: InstanceIdentity;
  launch: LaunchSpecification;
  image: Image;
  loopbackAddress: string;
  metadataAddress: string;
  /** Where the program finds AWS; undefined: it is not told. */
  aws: FleetConfig['aws'];
  ports: ReadonlyMap<number, 'web' | 'closed'>;
  output: OutputLog;
}

/** What is told of a program that did not start: the end of a stack trace, most often. */
const LAST_LINES = 12;

/** Where the home folders of a fleet's instances are. */
export function homesOf(directory: string): string {
  return join(directory, 'homes');
}

/** What an instance is made of: program, network interface, metadata service, home folder. */
export class Machine {
  /** How the program ended; stays pending while it runs. */
  readonly exited: Promise<string>;
  readonly #deps: FleetDeps;
  readonly #options: MachineOptions;
  readonly #home: string;
  readonly #abandoned = new AbortController();
  #ports: ReadonlyMap<number, 'web' | 'closed'>;
  #metadata: MetadataService | undefined;
  #listeners: InterfaceListeners | undefined;
  #program: InstanceProcess | undefined;
  readonly #endFaults: () => void;
  #reportExit: (how: string) => void = () => undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(deps: FleetDeps, options: MachineOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#ports = options.ports;
    this.#home = join(homesOf(deps.directory), options.identity.instanceId);
    this.exited = new Promise((resolve) => (this.#reportExit = resolve));
    this.#endFaults = deps.faults.onChange(() => this.#followFaults());
  }

  get processId(): number | undefined {
    return this.#program?.processId;
  }

  /** Resolves when the program accepts connections; rejects with why it will not. */
  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { loopbackAddress, identity, launch } = this.#options;
    const command = await imageCommand(this.#options.image);
    await mkdir(this.#home, { recursive: true });
    this.#metadata = await this.#startMetadata();
    const programPort = await freePort();
    this.#abandoned.signal.throwIfAborted();
    this.#deps.network.attach({
      loopbackAddress,
      privateIp: identity.privateIp,
      subnetId: identity.subnetId,
      securityGroupIds: launch.securityGroupIds,
    });
    this.#listeners = this.#makeListeners(programPort);
    await this.#listenOrThrow();
    this.#abandoned.signal.throwIfAborted();
    this.#use(this.#startProgram(command, programPort, this.#metadata.endpoint));
    await this.#accepting(programPort, {
      exited: this.exited,
      wallMsMax: this.#deps.limits.inServiceWaitWallMs,
    });
  }

  /**
   * A new program from the image's files as they are now, in place of the one that runs: which ends
   * once the new one accepts connections, and goes on where that does not.
   */
  async replaceProgram(): Promise<void> {
    const [old, metadata] = [this.#program, this.#metadata];
    if (old === undefined || metadata === undefined) throw new Error('it runs no program yet');
    const command = await imageCommand(this.#options.image);
    const programPort = await freePort();
    this.#abandoned.signal.throwIfAborted();
    const next = this.#startProgram(command, programPort, metadata.endpoint);
    try {
      const wallMsMax = this.#deps.limits.replaceWaitWallMs;
      await this.#accepting(programPort, { exited: next.exited, wallMsMax });
    } catch (error) {
      next.kill();
      throw new UnderstudyError('AppDidNotStart', {
        message: `the changed app did not start on ${this.#options.identity.instanceId}: ${errorText(error)}${this.#lastWords()}`,
        cause: error,
      });
    }
    this.#use(next);
    this.#listeners?.leadTo(programPort);
    old.terminate();
    const kill = this.#afterWall(this.#deps.limits.shutdownWallMs, () => old.kill());
    void old.exited.then(() => kill.cancel());
  }

  #lastWords(): string {
    const lines = this.#options.output.lines().slice(-LAST_LINES);
    return lines.length === 0 ? '' : `\n  ${lines.join('\n  ')}`;
  }

  /** The instance ends with this program, unless another one has taken its place by then. */
  #use(program: InstanceProcess): void {
    this.#program = program;
    this.#breakOrMend(program);
    void program.exited.then((how) => {
      if (this.#program === program) this.#reportExit(how);
    });
  }

  /** Serves these ports from now on; problems as sentences. */
  serve(ports: ReadonlyMap<number, 'web' | 'closed'>): Promise<string[]> {
    this.#ports = ports;
    return this.#listeners?.serve(ports) ?? Promise.resolve([]);
  }

  /**
   * Ends the program (SIGTERM, then SIGKILL when the time is over) and gives back all it held.
   * Called again with less time, it hurries.
   */
  stop(shutdownWallMs: number): Promise<void> {
    this.#stopping ??= this.#stop();
    const timer = this.#afterWall(shutdownWallMs, () => this.#program?.kill());
    void this.exited.then(() => timer.cancel());
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#abandoned.abort(new Error('the instance was terminated'));
    // Whatever it had begun must be there to be given back.
    await Promise.allSettled([this.#starting]);
    const { shutdownWallMs, killedWallMs } = this.#deps.limits;
    this.#program?.terminate();
    if (this.#program !== undefined) await this.#exitsWithin(shutdownWallMs + killedWallMs);
    this.#listeners?.close();
    this.#deps.network.detach(this.#options.loopbackAddress);
    this.#metadata?.close();
    this.#endFaults();
    await rm(this.#home, { recursive: true, force: true, maxRetries: 2 });
  }

  #followFaults(): void {
    this.#listeners?.followFaults();
    if (this.#program !== undefined) this.#breakOrMend(this.#program);
  }

  #breakOrMend(program: InstanceProcess): void {
    program.follow(programState(this.#deps.faults, this.#options.identity));
  }

  #startMetadata(): Promise<MetadataService> {
    const { identity, launch } = this.#options;
    const role = new InstanceRoleMetadata({
      clock: this.#deps.clock,
      roles: this.#deps.roles,
      instanceId: identity.instanceId,
      profile: launch.instanceProfile,
    });
    return MetadataService.start({
      clock: this.#deps.clock,
      address: this.#options.metadataAddress,
      httpTokens: launch.httpTokens,
      tree: () => metadataTree(identity, role.tree()),
      limits: this.#deps.limits,
    });
  }

  #makeListeners(programPort: number): InterfaceListeners {
    const { ports: portPlan, network, silence, limits, clock, random, faults } = this.#deps;
    const { loopbackAddress: address, identity } = this.#options;
    return new InterfaceListeners({
      ...{ address, programPort, portPlan, network, silence, limits },
      faults: {
        clock,
        areAny: () => hasWebFaults(faults, identity),
        decide: (path) => decideWebFault(faults, { ...identity, path }, random),
      },
    });
  }

  /** Only a port that leads to the program is worth failing for. */
  async #listenOrThrow(): Promise<void> {
    const problems = (await this.#listeners?.serve(this.#ports)) ?? [];
    const isServing = [...this.#ports].every(
      ([port, use]) => use === 'closed' || this.#listeners?.isServing(port),
    );
    if (!isServing) throw new Error(problems.join('; '));
    for (const message of problems) this.#deps.emit({ type: 'log', level: 'warn', message });
  }

  #startProgram(
    command: { command: string; directory: string | undefined },
    port: number,
    metadataEndpoint: string,
  ): InstanceProcess {
    return new InstanceProcess({
      clock: this.#deps.clock,
      command: command.command,
      directory: command.directory ?? this.#home,
      environment: instanceEnvironment({
        nodePath: process.execPath,
        path: process.env['PATH'],
        home: this.#home,
        port,
        region: this.#deps.region,
        metadataEndpoint,
        aws: this.#options.aws,
        userData: this.#deps.dependencies.variablesFor(
          parseUserData(this.#options.launch.userData).variables,
        ),
      }),
      output: this.#options.output,
    });
  }

  /** A program needs wall time to start, however fast AWS time runs. */
  async #accepting(
    port: number,
    { exited, wallMsMax }: { exited: Promise<string>; wallMsMax: number },
  ): Promise<void> {
    const { clock, limits } = this.#deps;
    const signal = AbortSignal.any([this.#abandoned.signal, abortOn(exited)]);
    const deadlineMs = clock.wallMs() + wallMsMax;
    while (!(await acceptsConnections(port))) {
      signal.throwIfAborted();
      if (clock.wallMs() > deadlineMs)
        throw new Error(
          `the program did not listen on its PORT (${port}) ` + `within ${wallMsMax / 1_000} s`,
        );
      await clock.sleep(limits.inServiceProbePauseWallMs * clock.speed, signal);
    }
    signal.throwIfAborted();
  }

  #exitsWithin(wallMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#afterWall(wallMs, resolve);
      void this.exited.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  #afterWall(wallMs: number, callback: () => void): Timer {
    return this.#deps.clock.after(wallMs * this.#deps.clock.speed, callback);
  }
}

function abortOn(exited: Promise<string>): AbortSignal {
  const controller = new AbortController();
  void exited.then((how) => controller.abort(new Error(`the program ended: ${how}`)));
  return controller.signal;
}
