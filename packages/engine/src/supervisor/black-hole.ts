import { fork, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import process from 'node:process';
import type { AddressAndPort, Clock } from '@understudy/contract';
import { UnderstudyError } from '@understudy/contract/errors';
import { signalGroup } from '@understudy/dataplane/process-record';
import { PROCESS_FILES } from '@understudy/dataplane/programs';
import type { ProcessGroups } from './processes/process-groups.ts';

const HOLD_WALL_MS_MAX = 5_000;
/** A backlog of one holds two connections on Linux; one more makes sure. */
const FILLING_CONNECTIONS = 3;

export interface BlackHoleOptions {
  groups: Pick<ProcessGroups, 'watch' | 'forget'>;
  /** For whoever lists processes. */
  stateDirectory: string;
  /** Wall time. */
  clock: Clock;
}

/**
 * Holds addresses at which nobody else listens, and accepts nothing there: connections to them time
 * out.
 */
export class BlackHole {
  readonly #options: BlackHoleOptions;
  readonly #holder: ChildProcess;
  #fillers: net.Socket[] = [];

  /** Resolves when connections are lost in it. What somebody else listens at stays as it is. */
  static async open(
    name: string,
    endpoints: readonly AddressAndPort[],
    options: BlackHoleOptions,
  ): Promise<BlackHole> {
    const hole = new BlackHole(name, options);
    try {
      await hole.#hold(endpoints);
    } catch (error) {
      await hole.close();
      throw error;
    }
    return hole;
  }

  private constructor(name: string, options: BlackHoleOptions) {
    this.#options = options;
    this.#holder = fork(PROCESS_FILES.blackhole, [name, options.stateDirectory], {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execPath: process.execPath,
    });
    const { pid } = this.#holder;
    if (pid !== undefined) options.groups.watch(`black hole of ${name}`, pid);
  }

  async close(): Promise<void> {
    for (const socket of this.#fillers) socket.destroy();
    const { pid, exitCode, signalCode } = this.#holder;
    if (pid === undefined) return;
    if (exitCode === null && signalCode === null) {
      const gone = new Promise((resolve) => this.#holder.once('exit', resolve));
      signalGroup(pid, 'SIGKILL');
      await gone;
    }
    this.#options.groups.forget(pid);
  }

  async #hold(endpoints: readonly AddressAndPort[]): Promise<void> {
    const held = await this.#holding(endpoints);
    const { pid } = this.#holder;
    if (pid !== undefined) signalGroup(pid, 'SIGSTOP');
    this.#fillers = held.flatMap((endpoint) =>
      Array.from({ length: FILLING_CONNECTIONS }, () => fill(endpoint)),
    );
  }

  #holding(endpoints: readonly AddressAndPort[]): Promise<AddressAndPort[]> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = clock.after(HOLD_WALL_MS_MAX, () =>
        reject(
          new UnderstudyError('Internal', {
            message: `the black hole did not stand within ${HOLD_WALL_MS_MAX / 1000} s`,
          }),
        ),
      );
      this.#holder.once('message', (message) => {
        timer.cancel();
        resolve((message as { endpoints: AddressAndPort[] }).endpoints);
      });
      this.#holder.once('error', reject);
      this.#holder.send({ kind: 'hold', endpoints });
    });
  }
}

function fill(endpoint: AddressAndPort): net.Socket {
  const socket = net.connect({ host: endpoint.address, port: endpoint.port });
  socket.on('error', () => undefined); // the last of them is meant to be dropped
  socket.unref();
  return socket;
}
