/** Not LocalStack's 4566, so that both can run. */
export const DEFAULT_PORT = 4700;

export interface GlobalFlags {
  config: string;
  state?: string;
}

export interface UpFlags extends GlobalFlags {
  detach?: true;
  speed: number;
  port: number;
  registrar: 'auto' | 'manual';
  anyKey?: true;
  resolverRegion?: string;
  json?: true;
}
