import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventBody } from '@understudy/contract';
import { until, VirtualClock } from '@understudy/contract/testkit';
import { ManagedProcess } from './managed-process.ts';
import { Reaper } from './reaper.ts';

/** Any real process starts, answers and dies within this, on a busy machine. */
export const WITHIN_MS = 8_000;

/** Processes of the test program in a folder of their own, in virtual time, killed with the test. */
export class ChildBench implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly reaper = new Reaper();
  readonly events: { source: string; body: EventBody }[] = [];
  readonly directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-runtime-'));
  readonly #made: ManagedProcess[] = [];

  make(name: string): ManagedProcess {
    const managed = new ManagedProcess({
      name,
      program: fileURLToPath(new URL('./process-testkit.ts', import.meta.url)),
      directory: path.join(this.directory, name),
      clock: this.clock,
      reaper: this.reaper,
      onEvent: (source, _awsMs, _wallMs, body) => void this.events.push({ source, body }),
    });
    this.#made.push(managed);
    return managed;
  }

  /** A process that runs. */
  async run(name = 'one'): Promise<ManagedProcess> {
    const managed = this.make(name);
    managed.start();
    await reaches(managed, 'running');
    return managed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const managed of this.#made) {
      managed.signal('SIGKILL', { wanted: false });
      await managed.gone();
    }
    this.reaper.standDown();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export async function reaches(
  managed: ManagedProcess,
  state: ManagedProcess['state'],
): Promise<void> {
  await until(() => managed.state === state, { withinMs: WITHIN_MS, what: `state ${state}` });
}

export async function applies(managed: ManagedProcess, revision: number): Promise<void> {
  await until(() => managed.appliedRevision >= revision, {
    withinMs: WITHIN_MS,
    what: `revision ${revision}`,
  });
}

/** Whether it still does something: what is dead and waits for its parent does not. */
export function runs(pid: number | undefined): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** What a visitor meets at an address: an answer, a refusal, silence after connecting, or nothing at all. */
export function visit(
  endpoint: { address: string; port: number },
  patienceMs: number,
): Promise<'served' | 'refused' | 'silent' | 'unreachable'> {
  return new Promise((resolve) => {
    let connected = false;
    const socket = connect({ host: endpoint.address, port: endpoint.port });
    const end = (outcome: 'served' | 'refused' | 'silent' | 'unreachable'): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(patienceMs, () => end(connected ? 'silent' : 'unreachable'));
    socket.once('connect', () => (connected = true));
    socket.once('data', () => end('served'));
    socket.once('error', () => end('refused'));
  });
}
