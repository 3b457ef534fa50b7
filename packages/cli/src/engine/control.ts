import { errorText, UnderstudyError, type ErrorCode } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';

const CALL_WALL_MS_MAX = 20_000;

export interface ProcessReport {
  name: string;
  state: string;
  fault: 'crash' | 'hang' | 'blackhole' | null;
  problems: string[];
  pid: number | null;
}

export interface EngineState {
  global: ProcessReport;
  regions: ProcessReport[];
  instances: { instanceId: string; region: string; address: string; webPort: number }[];
  acceptedWithoutEffect: {
    stackName: string;
    logicalId: string;
    type: string;
    property: string;
    reason: string;
  }[];
}

/** The engine's own port: faults, and what AWS has no call for. */
export function callEngine(info: EngineInfo, method: 'GET', route: 'state'): Promise<EngineState>;
export function callEngine(
  info: EngineInfo,
  method: 'POST',
  route: 'faults' | 'heal',
  body: object,
): Promise<EngineState>;
export async function callEngine(
  info: EngineInfo,
  method: string,
  route: string,
  body?: object,
): Promise<EngineState> {
  let response: Response;
  try {
    response = await fetch(`${info.endpoint}/_understudy/${route}`, {
      method,
      headers: { authorization: `Bearer ${info.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_WALL_MS_MAX),
    });
  } catch (error) {
    throw new UnderstudyError('EngineNotRunning', {
      message: `the engine at ${info.endpoint} does not answer: ${errorText(error)}`,
      cause: error,
    });
  }
  const answer = (await response.json()) as EngineState & {
    error?: { code: ErrorCode; message: string; hint: string };
  };
  if (answer.error !== undefined) throw new UnderstudyError(answer.error.code, answer.error);
  return answer;
}
