import type { SiteConfig } from '@understudy/site';
import type { DeploymentPlan } from './plan/deployment-plan.ts';

/** What a deployment is made from. Plain data: it crosses to the worker's process. */
export interface DeployJob {
  site: SiteConfig;
  /** Folder for the cloud assembly. */
  directory: string;
  /** Merged into the worker's environment: where AWS is, and who we are there. */
  environment: Record<string, string>;
  registrar: 'auto' | 'manual';
  /**
   * What the user may type, before domain and name servers, to tell a local engine's registrar by
   * hand.
   */
  registrarCommand?: string;
  /**
   * Minutes for which an updated region is watched (stacks/rollback-triggers.ts); by where it is
   * deployed to where it is left out.
   */
  monitoringMinutes?: number;
  /** Asks before anything is changed. */
  ask: boolean;
  /** `diff`: tells the plan, and changes nothing. */
  action: 'deploy' | 'destroy' | 'diff';
}

export type StackOutputs = Record<string, Record<string, string>>;

export type DeployMessage =
  /** With the stack that it is of, where it is of one. */
  | { kind: 'step'; text: string; stackName?: string }
  | {
      kind: 'stack-progress';
      stackName: string;
      completed: number;
      total: number | undefined;
      resource: string;
      status: string;
    }
  | { kind: 'stack-done'; stackName: string; changed: boolean; tookMs: number }
  | { kind: 'note'; text: string }
  /** What is going to be done, before it is asked for. */
  | { kind: 'plan'; plan: DeploymentPlan }
  | { kind: 'question'; id: number; text: string }
  | { kind: 'done'; outputs: StackOutputs; changed: boolean }
  | { kind: 'failed'; error: { code: string; message: string; hint: string } };

/** `prepare` comes before the job, if at all: what can be made without AWS is made already. */
export type DeployReply =
  | { kind: 'prepare'; site: SiteConfig; directory: string; account: string }
  | { kind: 'job'; job: DeployJob }
  | { kind: 'answer'; id: number; yes: boolean };

/** How a deployment tells what it does, and asks. */
export interface DeployIo {
  report(message: DeployMessage): void;
  /** Resolves with the user's answer. */
  ask(text: string): Promise<boolean>;
}
