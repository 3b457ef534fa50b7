/**
 * What a deployment would do to one resource. `may-replace`: it depends on values not known yet.
 */
export interface PlannedChange {
  logicalId: string;
  type: string;
  action: 'add' | 'change' | 'replace' | 'may-replace' | 'remove';
  /** Whose values differ, where they are known. */
  properties: string[];
}

export interface StackPlan {
  name: string;
  region: string;
  /** `create` also what is made anew after it was rolled back to nothing. */
  step: 'create' | 'update';
  /** By a change set, or by the templates alone, which do not tell what is replaced. */
  from: 'change-set' | 'templates';
  changes: PlannedChange[];
}

/** Keys in the primary's bucket. */
export interface AssetsPlan {
  upload: string[];
  /** What an earlier deployment uploaded, and the folder has no more. */
  remove: string[];
  /** How many others are there: the app's own, or of a folder that the site names no more. */
  stay: number;
}

/** A stack that an earlier deployment made, and this one does not touch. */
export interface LeftBehind {
  name: string;
  region: string;
}

/** What `understudy diff --json` prints. */
export interface DeploymentPlan {
  domain: string;
  account: string;
  /** Null: AWS itself. */
  endpoint: string | null;
  regions: { primary: string; standby: string };
  /** Only those that change. */
  stacks: StackPlan[];
  assets: AssetsPlan;
  leftBehind: LeftBehind[];
  /** What a person has to do, as sentences. */
  byHand: string[];
  /** What the site costs a month on AWS while nobody comes, and the day of the prices. */
  cost: { monthlyUsd: number; pricesOf: string; besides: string[] };
  /** How long it takes, in words. */
  takes: string;
}

/** Whether a deployment would do anything. */
export function changesAnything({ stacks, assets }: DeploymentPlan): boolean {
  return stacks.length > 0 || assets.upload.length > 0 || assets.remove.length > 0;
}
