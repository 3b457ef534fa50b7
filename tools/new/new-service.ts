import type { Client } from './client.ts';

/** A service, its files and the names in them. */
export interface NewService {
  /** The folder's name, and the service's in the registry. */
  name: string;
  client: Client;
  /** `SecretsManager`: what its classes begin with. */
  title: string;
  /** `Secret`: the kind of resource whose operations come first. */
  kind: string;
  files: Record<
    'records' | 'store' | 'operations' | 'check' | 'service' | 'test' | 'readme',
    string
  >;
}

/** The two operations that a kind of resource begins with. */
export function operationsOf(kind: string): [string, string] {
  return [`Create${kind}`, `Delete${kind}`];
}
