import type {
  AddressAndPort,
  ClockConfig,
  ErrorCode,
  EventBody,
  Fault,
  FromProcess,
  ProcessState,
  PortPlan,
  UnderstudyEvent,
  FaultMode,
} from '@understudy/contract';
import type { ProcessIdentity } from '@understudy/dataplane';

/** What the supervisor knows of a data-plane process. */
export interface ProcessReport {
  /** `global`, or a region's name. */
  name: string;
  pid: number | undefined;
  state: ProcessState;
  /** Stopped by SIGSTOP: alive, and answering nothing. */
  suspended: boolean;
  fault: FaultMode | undefined;
  /** The last revision that is in force there. */
  appliedRevision: number;
  problems: string[];
  /** What it was sent after that and did not take, with why. */
  refused: { revision: number; problems: string[] } | undefined;
  /** What it ended by, where that was an error, until it has taken a document again. */
  ended: { code: ErrorCode; message: string } | undefined;
  /** Of the document that it was last given: its revision, and a digest of what it says. */
  pushed: { revision: number; digest: string } | undefined;
}

export interface ErrorReport {
  code: string;
  fault: Fault;
  message: string;
  hint: string;
}

/**
 * From the control plane to the supervisor. Ids are the control plane's own, and never used again.
 */
export type ToSupervisor =
  | ToRelay
  | { kind: 'claim'; preferredBase: number | undefined }
  /** How AWS time runs, for the stamps of the supervisor's own events. */
  | { kind: 'clock'; clock: ClockConfig }
  /** Clients are served, on this port of 127.0.0.1. */
  | { kind: 'ready'; port: number }
  /** Kill or stop the sender; a stopped one goes on after that time, or when somebody lets it. */
  | { kind: 'break-control-plane'; mode: 'crash' | 'hang'; forWallMs: number | undefined }
  | { kind: 'failed'; error: ErrorReport };

/** Of these, what is for the data plane. */
export type ToRelay =
  | {
      kind: 'push';
      name: string;
      revision: number;
      digest: string;
      text: string;
      /** Of the document that the text changes; absent when it is a whole one. */
      base?: number | undefined;
    }
  | { kind: 'query'; name: string; id: number; query: string; input: unknown }
  | { kind: 'record'; source: string; awsMs: number; wallMs: number; body: EventBody }
  | {
      kind: 'break';
      id: number;
      region: string;
      mode: FaultMode;
      endpoints: readonly AddressAndPort[];
    }
  | { kind: 'heal'; id: number; region: string }
  /** A black hole of that name, where nobody listens any more; or its end. */
  | { kind: 'hold'; id: number; name: string; endpoints: readonly AddressAndPort[] }
  | { kind: 'let-go'; id: number; name: string };

/** From the supervisor to the control plane. `hello` is the first. */
export type FromSupervisor =
  | Hello
  | { kind: 'claimed'; base: number; ports: PortPlan }
  | { kind: 'unclaimed'; error: ErrorReport }
  | { kind: 'process'; report: ProcessReport }
  | { kind: 'event'; event: UnderstudyEvent }
  | Extract<FromProcess, { kind: 'answer' | 'failure' | 'unready' }>
  | { kind: 'unavailable'; id: number; name: string; why: string }
  | { kind: 'done'; id: number }
  | { kind: 'undone'; id: number; error: ErrorReport }
  | { kind: 'stop' };

export interface Hello {
  kind: 'hello';
  /** How many control planes this supervisor has started, with this one. */
  incarnation: number;
  supervisor: ProcessIdentity;
  /** The port that the one before served; undefined when none did. */
  port: number | undefined;
  processes: ProcessReport[];
  /** The last of them, oldest first. */
  events: UnderstudyEvent[];
}
