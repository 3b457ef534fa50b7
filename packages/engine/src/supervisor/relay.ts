import { reportOf } from './error-report.ts';
import type { EventRing } from './event-ring.ts';
import type { Faults } from './faults.ts';
import type { ManagedProcess } from './processes/managed-process.ts';
import type { FromSupervisor, ProcessReport, ToRelay } from './protocol.ts';

export interface RelayOptions {
  processes: readonly ManagedProcess[];
  faults: Faults;
  events: EventRing;
  /** To the control plane; nowhere while there is none. */
  send(message: FromSupervisor): void;
}

/**
 * What goes on between the control plane and the data plane passes here, and is not looked into.
 */
export class Relay {
  readonly #options: RelayOptions;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  receive(message: ToRelay): void {
    switch (message.kind) {
      case 'push':
        return this.#find(message.name)?.push(message);
      case 'query':
        return this.#ask(message);
      case 'record':
        return this.#options.events.record(
          message.source,
          message.awsMs,
          message.wallMs,
          message.body,
        );
      case 'break':
        return this.#tellEnd(
          message.id,
          this.#options.faults.break(message.region, message.mode, message.endpoints),
        );
      case 'heal':
        return this.#tellEnd(message.id, this.#options.faults.heal(message.region));
      case 'hold':
        return this.#tellEnd(
          message.id,
          this.#options.faults.hold(message.name, message.endpoints),
        );
      case 'let-go':
        return this.#tellEnd(message.id, this.#options.faults.letGo(message.name));
    }
  }

  reports(): ProcessReport[] {
    return this.#options.processes.map((managed) => this.#reportOf(managed));
  }

  changed(name: string): void {
    const managed = this.#find(name);
    if (managed !== undefined)
      this.#options.send({ kind: 'process', report: this.#reportOf(managed) });
  }

  #reportOf(managed: ManagedProcess): ProcessReport {
    return { ...managed.report(), fault: this.#options.faults.modeOf(managed.name) };
  }

  #find(name: string): ManagedProcess | undefined {
    return this.#options.processes.find((managed) => managed.name === name);
  }

  #ask(message: Extract<ToRelay, { kind: 'query' }>): void {
    const { name, id, query, input } = message;
    if (this.#find(name)?.ask({ kind: 'query', id, query, input }) === true) return;
    this.#options.send({ kind: 'unavailable', id, name, why: 'it is not running' });
  }

  #tellEnd(id: number, done: Promise<void>): void {
    const { send, processes } = this.#options;
    done.then(
      () => {
        for (const managed of processes) this.changed(managed.name); // with the fault that is there now
        send({ kind: 'done', id });
      },
      (error: unknown) => send({ kind: 'undone', id, error: reportOf(error) }),
    );
  }
}
