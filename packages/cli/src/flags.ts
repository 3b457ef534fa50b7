/** Not LocalStack's 4566, so that both can run. */
export const DEFAULT_PORT = 4700;

/** Of a site, in the folder that a command is typed in. */
export const DEFAULT_CONFIG = 'understudy.config.ts';

export interface GlobalFlags {
  config: string;
  state?: string;
}

/** How an engine is started. */
export interface StartFlags extends GlobalFlags {
  detach?: true;
  speed: number;
  port: number;
  anyKey?: true;
  resolverRegion?: string;
  json?: true;
}

/** How long a new version is watched: stacks/rollback-triggers.ts. */
export interface MonitoringFlags {
  monitoringMinutes?: number;
}

export function monitoring({ monitoringMinutes }: MonitoringFlags): MonitoringFlags {
  return monitoringMinutes === undefined ? {} : { monitoringMinutes };
}

export interface UpFlags extends StartFlags, MonitoringFlags {
  registrar: 'auto' | 'manual';
}

export interface EngineFlags extends StartFlags {
  region: string[];
  /** That the registrar holds for the account. */
  domain: string[];
}
