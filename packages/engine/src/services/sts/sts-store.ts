import type { ServiceDeps } from '../../kernel/deps.ts';

export interface StsOptions {
  /**
   * A key that the endpoint accepts: what AssumeRole and GetSessionToken hand out. Without one they
   * are refused.
   */
  key: { accessKeyId: string; secretAccessKey: string };
}

/** STS keeps no records: what it hands out is the engine's own key. */
export class StsStore {
  readonly deps: ServiceDeps;
  readonly key: StsOptions['key'] | undefined;

  constructor(deps: ServiceDeps, options?: StsOptions) {
    this.deps = deps;
    this.key = options?.key;
  }
}
