import {
  controlFailureSchema,
  engineStateSchema,
  errorText,
  faultBegunSchema,
  UnderstudyError,
  type EngineState,
  type FaultBegun,
} from '@understudy/contract';
import { isAlive, type EngineInfo } from '@understudy/engine';
import { askOnce, textOf, type Place, type Question } from '@understudy/wire/http-client';
import { monotonicMs, sleep } from '../clock/wall.ts';

/** The engine itself asks its regions, and gives each 10 s. */
const CALL_WALL_MS_MAX = 12_000;
/** A control plane that died serves again within 3 s, on a machine that is not busy. */
const RESTART_WALL_MS_MAX = 8_000;
const PAUSE_WALL_MS = 100;
/** Far above what every resource of every stack adds up to. */
const STATE_BYTES_MAX = 64 * 1024 ** 2;
const BOUNDS = { callWallMs: CALL_WALL_MS_MAX, restartWallMs: RESTART_WALL_MS_MAX };

/** What reads an answer: a schema of the contract. */
interface Reads<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** A call of the engine's own port, and how long it may take. */
export interface ControlCall {
  method: 'GET' | 'POST';
  route: string;
  body?: object;
  callWallMs?: number;
}

/** The engine's own port: faults, and what AWS has no call for. */
export function callEngine(info: EngineInfo, method: 'GET', route: 'state'): Promise<EngineState>;
export function callEngine(
  info: EngineInfo,
  method: 'POST',
  route: 'heal',
  body: object,
  callWallMs?: number,
): Promise<EngineState>;
export function callEngine(
  info: EngineInfo,
  method: 'GET' | 'POST',
  route: string,
  body?: object,
  callWallMs = CALL_WALL_MS_MAX,
): Promise<EngineState> {
  const call = { method, route, callWallMs, ...(body !== undefined && { body }) };
  return askControl(info, call, engineStateSchema);
}

/** Begins a fault; the answer has its id. */
export function beginFault(
  info: EngineInfo,
  fault: object,
  callWallMs?: number,
): Promise<FaultBegun> {
  const call = { method: 'POST', route: 'faults', body: fault } as const;
  return askControl(
    info,
    { ...call, ...(callWallMs !== undefined && { callWallMs }) },
    faultBegunSchema,
  );
}

/** @throws UnderstudyError the engine's own, EngineNotAnswering, EngineNotRunning */
export async function askControl<T>(
  info: EngineInfo,
  { method, route, body, callWallMs = CALL_WALL_MS_MAX }: ControlCall,
  schema: Reads<T>,
): Promise<T> {
  const what = `${method} /_understudy/${route}`;
  const question = {
    ...controlQuestion(info, route),
    method,
    ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
  };
  // Read here, so that an answer that does not end or breaks off is as none.
  const ask = async (): Promise<string> =>
    textOf(
      await askOnce(placeOf(info), question, AbortSignal.timeout(callWallMs)),
      STATE_BYTES_MAX,
    );
  const text = await untilAnswered(info, what, ask, { ...BOUNDS, callWallMs });
  return readAnswer(parsed(text), what, schema);
}

export function placeOf({ endpoint }: EngineInfo): Place {
  const { hostname, port } = new URL(endpoint);
  return { host: hostname, port: Number(port) };
}

export function controlQuestion({ endpoint, token }: EngineInfo, route: string): Question {
  const { host } = new URL(endpoint);
  const headers = { host, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return { path: `/_understudy/${route}`, headers };
}

/** What is no JSON is no object either: the text itself, which no schema takes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the engine answered, or its error thrown again. */
export function readAnswer(answer: unknown, what: string): EngineState;
export function readAnswer<T>(answer: unknown, what: string, schema: Reads<T>): T;
export function readAnswer(
  answer: unknown,
  what: string,
  schema: Reads<unknown> = engineStateSchema,
): unknown {
  const failure = controlFailureSchema.safeParse(answer);
  if (failure.success) throw new UnderstudyError(failure.data.error.code, failure.data.error);
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UnderstudyError('EngineNotAnswering', {
    message: `the engine answers ${what} in a form that is not known here (${issue?.path.join('.')}: ${issue?.message}): it is of another version`,
  });
}

/**
 * Asks again while the control plane is being started again: every call of this port may be made
 * twice.
 */
export async function untilAnswered<T>(
  info: EngineInfo,
  what: string,
  call: () => Promise<T>,
  { callWallMs, restartWallMs } = BOUNDS,
): Promise<T> {
  const deadlineMs = monotonicMs() + restartWallMs;
  for (;;) {
    try {
      return await call();
    } catch (cause) {
      if ((cause as Error).name === 'TimeoutError')
        throw new UnderstudyError('EngineNotAnswering', {
          message: `the control plane at ${info.endpoint} did not answer ${what} within ${callWallMs / 1000} s`,
          cause,
        });
      if (!isAlive(info))
        throw new UnderstudyError('EngineNotRunning', {
          message: `the engine at ${info.endpoint} has ended: ${errorText(cause)}`,
          cause,
        });
      if (monotonicMs() > deadlineMs)
        throw new UnderstudyError('EngineNotAnswering', {
          message: `the control plane at ${info.endpoint} took no connection for ${what} within ${restartWallMs / 1000} s`,
          cause,
        });
      await sleep(PAUSE_WALL_MS);
    }
  }
}
