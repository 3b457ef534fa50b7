import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventBody } from '@understudy/contract';
import { until, VirtualClock } from '@understudy/contract/testing';
import { EventRing } from './event-ring.ts';
import { Faults } from './faults.ts';
import { ManagedProcess } from './processes/managed-process.ts';
import { ProcessGroups } from './processes/process-groups.ts';
import type { TestDocument } from './process.fixture.ts';
import type { FromSupervisor } from './protocol.ts';
import { Relay } from './relay.ts';

/** Any real process starts, answers and dies within this, on a busy machine. */
export const WITHIN_MS = 8_000;

/**
 * Processes of the test program in a folder of their own, in virtual time, killed with the test.
 */
export class ChildBench implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly events: { source: string; body: EventBody }[] = [];
  readonly directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-runtime-'));
  readonly groups = new ProcessGroups(this.directory);
  /** What a control plane would be told. */
  readonly told: FromSupervisor[] = [];
  /** A control plane that listens. */
  tell: (message: FromSupervisor) => void = () => undefined;
  readonly made: ManagedProcess[] = [];
  readonly faults = new Faults({
    regions: this.made,
    groups: this.groups,
    stateDirectory: this.directory,
    clock: this.clock,
    record: (source, body) => void this.events.push({ source, body }),
  });
  readonly relay = new Relay({
    processes: this.made,
    faults: this.faults,
    events: new EventRing((event) => this.#send({ kind: 'event', event })),
    send: (message) => this.#send(message),
  });

  make(name: string): ManagedProcess {
    const managed = new ManagedProcess({
      name,
      program: fileURLToPath(new URL('./process.fixture.ts', import.meta.url)),
      directory: path.join(this.directory, name),
      stateDirectory: this.directory,
      clock: this.clock,
      groups: this.groups,
      onEvent: (source, _awsMs, _wallMs, body) => void this.events.push({ source, body }),
      onRestart: (source, reason) =>
        void this.events.push({ source, body: { type: 'region', state: 'restarting', reason } }),
      onAnswer: (message) => this.#send(message),
      onChange: () => this.relay.changed(name),
    });
    this.made.push(managed);
    return managed;
  }

  #send(message: FromSupervisor): void {
    this.told.push(message);
    this.tell(message);
  }

  /** A process that runs. */
  async run(name = 'one'): Promise<ManagedProcess> {
    const managed = this.make(name);
    managed.start();
    await reaches(managed, 'running');
    return managed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.faults.stop();
    for (const managed of this.made) {
      managed.signal('SIGKILL', { wanted: false });
      await managed.gone();
    }
    this.groups.standDown();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export function give(managed: ManagedProcess, document: TestDocument): void {
  const text = JSON.stringify(document);
  managed.push({ revision: document.revision, digest: text, text });
}

/** A query of which nobody reads the answer. */
export function ask(managed: ManagedProcess, query: string): boolean {
  return managed.ask({ kind: 'query', id: 1, query, input: {} });
}

export async function reaches(
  managed: ManagedProcess,
  state: ManagedProcess['state'],
): Promise<void> {
  await until(() => managed.state === state, { withinMs: WITHIN_MS, what: `state ${state}` });
}

export async function applies(
  managed: Pick<ManagedProcess, 'appliedRevision'>,
  revision: number,
): Promise<void> {
  await until(() => managed.appliedRevision >= revision, {
    withinMs: WITHIN_MS,
    what: `revision ${revision}`,
  });
}

/** A process that has ended, and whose parent has not asked how. */
export async function zombie(): Promise<{ pid: number; end(): void }> {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  await until(() => existsSync(`/proc/${pid}`) && !runs(pid), {
    withinMs: WITHIN_MS,
    what: 'a zombie',
  });
  return { pid, end: () => void parent.kill('SIGKILL') };
}

/** Whether it still does something: what is dead and waits for its parent does not. */
export function runs(pid: number | undefined): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * What a visitor meets at an address: an answer, a refusal, silence after connecting, or nothing at
 * all.
 */
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
