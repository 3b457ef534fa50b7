import type { Clock, PortPlan } from '@understudy/contract';
import { errorOf } from '../../supervisor/error-report.ts';
import type {
  ErrorReport,
  FromSupervisor,
  Hello,
  ToSupervisor,
} from '../../supervisor/protocol.ts';
import { DataPlaneProcess, type Answer } from './data-plane-process.ts';
import { EventLog } from '../event-log.ts';

/**
 * What a control plane finds when it starts: the first one, processes that are starting; a later
 * one, all of it.
 */
export interface Found {
  hello: Hello;
  processes: DataPlaneProcess[];
  events: EventLog;
}

export interface SupervisorLinkOptions {
  /** Wall time. */
  clock: Clock;
  send(message: ToSupervisor, sent?: () => void): void;
  onStop(): void;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/** No control plane makes more calls in its life than lie between the first ids of two. */
const IDS_OF_ONE = 1_000_000_000;

/** The control plane's end of the channel to the supervisor. */
export class SupervisorLink {
  readonly #options: SupervisorLinkOptions;
  readonly #hello = Promise.withResolvers<Found>();
  #found: Found | undefined;
  #claim = Promise.withResolvers<{ base: number; ports: PortPlan }>();
  #nextId = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(options: SupervisorLinkOptions) {
    this.#options = options;
  }

  /** Resolves with what the supervisor holds; its later words keep it true. */
  found(): Promise<Found> {
    return this.#hello.promise;
  }

  send(message: ToSupervisor): void {
    this.#options.send(message);
  }

  /** Resolves when the supervisor has been told: this process may end then. */
  fail(error: ErrorReport): Promise<void> {
    return new Promise((resolve) => this.#options.send({ kind: 'failed', error }, resolve));
  }

  /** The block of addresses that the engine has until it ends. */
  claim(preferredBase: number | undefined): Promise<{ base: number; ports: PortPlan }> {
    this.#claim = Promise.withResolvers();
    this.send({ kind: 'claim', preferredBase });
    return this.#claim.promise;
  }

  /** Resolves when the supervisor has done it. */
  call(make: (id: number) => ToSupervisor): Promise<void> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.send(make(id));
    });
  }

  receive(message: FromSupervisor): void {
    switch (message.kind) {
      case 'hello':
        return this.#begin(message);
      case 'claimed':
        return this.#claim.resolve(message);
      case 'unclaimed':
        return this.#claim.reject(errorOf(message.error));
      case 'process':
        return this.#found?.processes
          .find(({ name }) => name === message.report.name)
          ?.take(message.report);
      case 'event':
        return this.#found?.events.append(message.event);
      case 'answer':
      case 'failure':
      case 'unready':
      case 'unavailable':
        return this.#answer(message);
      case 'done':
        return this.#take(message.id)?.resolve();
      case 'undone':
        return this.#take(message.id)?.reject(errorOf(message.error));
      case 'stop':
        return this.#options.onStop();
    }
  }

  /** At once, so that nothing that the supervisor says next finds nobody. */
  #begin(hello: Hello): void {
    this.#nextId = hello.incarnation * IDS_OF_ONE;
    const { clock } = this.#options;
    const send = (message: ToSupervisor): void => this.send(message);
    const nextId = (): number => this.#nextId++;
    const processes = hello.processes.map(
      (report) => new DataPlaneProcess({ report, clock, send, nextId }),
    );
    const record: EventLog['record'] = (source, awsMs, wallMs, body) =>
      send({ kind: 'record', source, awsMs, wallMs, body });
    this.#found = { hello, processes, events: new EventLog(record, hello.events) };
    this.#hello.resolve(this.#found);
  }

  #answer(message: Answer): void {
    for (const one of this.#found?.processes ?? []) one.answer(message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
