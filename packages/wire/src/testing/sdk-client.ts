import type { TestedService } from './services.ts';

/** What every SDK client is, as far as a test that knows none of them by type may see. */
export interface AnyClient {
  send(command: object): Promise<Record<string, unknown>>;
  destroy(): void;
}

type Constructor<T> = new (argument: object) => T;

export async function loadClientModule(tested: TestedService): Promise<Record<string, unknown>> {
  return (await import(`@aws-sdk/client-${tested.client}`)) as Record<string, unknown>;
}

export function createClient(
  module: Record<string, unknown>,
  tested: TestedService,
  port: number,
  more: object = {},
): AnyClient {
  const Client = module[tested.className] as Constructor<AnyClient>;
  return new Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...more,
  });
}

export function commandOf(
  module: Record<string, unknown>,
  operation: string,
  input: object,
): object {
  return new (module[`${operation}Command`] as Constructor<object>)(input);
}
