import { isIP } from 'node:net';
import process from 'node:process';
import { explanationSchema, UnderstudyError, type Explanation } from '@understudy/contract';
import { askControl } from '../../engine/control.ts';
import { findEngine, type EngineSession } from '../../engine/session.ts';
import type { GlobalFlags } from '../../flags.ts';
import { renderExplanation } from '../../render/explanation.ts';

export interface ExplainFlags extends GlobalFlags {
  json?: true;
}

export interface AccessFlags extends ExplainFlags {
  action: string;
  as: string;
  from: string;
  http?: true;
}

/** Members as the contract has them, as they were written. */
type Question = Readonly<Record<string, string | boolean>>;

/** The engine waits for name servers that do not answer, and for a region that is lost. */
const EXPLAIN_WALL_MS_MAX = 30_000;

export async function explain(question: Question, flags: ExplainFlags): Promise<void> {
  const { info } = findDecider(flags);
  tell(await askExplanation(info, question), flags);
}

export function askExplanation(
  info: EngineSession['info'],
  question: Question,
): Promise<Explanation> {
  const call = {
    method: 'POST',
    route: 'explain',
    body: question,
    callWallMs: EXPLAIN_WALL_MS_MAX,
  } as const;
  return askControl(info, call, explanationSchema);
}

export function tell(explanation: Explanation, flags: ExplainFlags): void {
  process.stdout.write(
    flags.json === undefined
      ? `${renderExplanation(explanation)}\n`
      : `${JSON.stringify(explanation)}\n`,
  );
}

/** Only an engine can be asked: AWS tells nobody why it decided as it did. */
export function findDecider(flags: GlobalFlags): EngineSession {
  try {
    return findEngine(flags);
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'EngineNotRunning') throw error;
    throw new UnderstudyError('EngineNotRunning', {
      message: `${error.message}, and explain needs an engine: AWS does not tell why it decided as it did`,
      hint: "start one with 'understudy up', which runs the templates that AWS runs",
      cause: error,
    });
  }
}

/** @throws UnderstudyError UsageInvalid */
export function objectIn(text: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  if (bucket !== undefined && key !== undefined) return { bucket, key };
  throw new UnderstudyError('UsageInvalid', {
    message: `'${text}' names no object`,
    hint: 'use s3://BUCKET/KEY',
  });
}

/** @throws UnderstudyError UsageInvalid */
export function accessIn(resource: string, { action, as, from, http }: AccessFlags): Question {
  if (isIP(from) === 0)
    throw new UnderstudyError('UsageInvalid', {
      message: `--from: '${from}' is not an address`,
      hint: 'write one such as 203.0.113.7 or 2001:db8::1',
    });
  return { resource: arnOf(resource), action, as, sourceIp: from, secure: http !== true };
}

function arnOf(resource: string): string {
  if (resource === '*' || resource.startsWith('arn:')) return resource;
  const [, path] = /^s3:\/\/([^/]+(?:\/.+)?)\/?$/s.exec(resource) ?? [];
  if (path !== undefined) return `arn:aws:s3:::${path}`;
  throw new UnderstudyError('UsageInvalid', {
    message: `'${resource}' names no resource`,
    hint: "use s3://BUCKET, s3://BUCKET/KEY, an ARN, or '*' in quotation marks",
  });
}
