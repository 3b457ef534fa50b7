import process from 'node:process';
import { errorText, UnderstudyError } from '@understudy/contract';
import { fileError } from '../render/known-error.ts';
import { deploySite, diffSite } from './deploy-site.ts';
import { destroySite } from './destroy-site.ts';
import type { DeployMessage, DeployReply } from './messages.ts';
import { Synthesis } from './synthesis.ts';

/**
 * Deploys in a process of its own, which ends with the deployment: the construct library takes a
 * hundred megabytes and more that a command which then serves for hours need not keep.
 */
process.umask(0o077); // it writes into the state folder
const synthesis = new Synthesis();
const answers = new Map<number, (yes: boolean) => void>();
let questions = 0;

function report(message: DeployMessage): void {
  if (process.connected) process.send?.(message);
}

function ask(text: string): Promise<boolean> {
  const id = ++questions;
  report({ kind: 'question', id, text });
  return new Promise((resolve) => answers.set(id, resolve));
}

process.on('disconnect', () => process.exit(1)); // whoever wanted the deployment is gone
process.on('SIGINT', () => undefined);
process.on('message', (reply: DeployReply) => {
  if (reply.kind === 'answer') return void answers.get(reply.id)?.(reply.yes);
  if (reply.kind === 'prepare') return synthesis.expect(reply, reply.account);
  void run(reply.job);
});

const WORK = { deploy: deploySite, destroy: destroySite, diff: diffSite } as const;

async function run(job: Extract<DeployReply, { kind: 'job' }>['job']): Promise<void> {
  Object.assign(process.env, job.environment);
  try {
    const result = await WORK[job.action](job, { report, ask }, synthesis);
    report({ kind: 'done', ...result });
  } catch (error) {
    const known =
      error instanceof UnderstudyError
        ? error
        : (fileError(error) ??
          new UnderstudyError('DeploymentFailed', { message: describe(error), cause: error }));
    report({
      kind: 'failed',
      error: { code: known.code, message: known.message, hint: known.hint },
    });
  }
  process.disconnect();
}

/** Answers to HEAD have no body, and so no message: the status is all there is. */
function describe(error: unknown): string {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === undefined ? errorText(error) : `${errorText(error)} (HTTP ${status})`;
}
