import process from 'node:process';
import type { EngineInfo } from '@understudy/engine';

/** What any AWS SDK client takes. */
export interface ClientSettings {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
}

/** For clients of a local engine: retries would only hide what a rehearsal is there to show. */
export function clientSettings(info: EngineInfo, region: string): ClientSettings {
  return {
    region,
    endpoint: info.endpoint,
    credentials: { accessKeyId: info.accessKeyId, secretAccessKey: info.secretAccessKey },
    maxAttempts: 1,
  };
}

/** The variables that make any AWS client speak to the engine. */
export function clientEnvironment(info: EngineInfo, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: info.endpoint,
    AWS_ACCESS_KEY_ID: info.accessKeyId,
    AWS_SECRET_ACCESS_KEY: info.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CA_BUNDLE: info.caFile,
    NODE_EXTRA_CA_CERTS: info.caFile,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Where the engine's resolver is: for `dig "@$UNDERSTUDY_DNS" -p "$UNDERSTUDY_DNS_PORT" NAME`. */
export function resolverEnvironment({ dns }: EngineInfo): Record<string, string> {
  return { UNDERSTUDY_DNS: dns.address, UNDERSTUDY_DNS_PORT: String(dns.port) };
}

/** This process's environment, with the engine's in place of the user's own AWS settings. */
export function environmentFor(info: EngineInfo, region: string): NodeJS.ProcessEnv {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')),
  );
  const variables = clientEnvironment(info, region);
  delete variables['AWS_SESSION_TOKEN'];
  return { ...own, ...variables };
}
