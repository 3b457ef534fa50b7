import { readFileSync } from 'node:fs';
import type { ServiceTraits } from '../types.ts';
import { clientTraits } from './client-traits.ts';

/** Every service whose wire is tested, with the SDK client that its users have. */
export interface TestedService {
  /** The package after `@aws-sdk/client-`. */
  client: string;
  /** The class in it. */
  className: string;
  traits: ServiceTraits;
}

const PREFIX = '@aws-sdk/client-';
const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { devDependencies: Record<string, string> };

/** Those of the SDK clients that this package has for its tests, told by the clients themselves. */
export const SERVICES: readonly TestedService[] = await Promise.all(
  Object.keys(manifest.devDependencies)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => testedService(name.slice(PREFIX.length))),
);

async function testedService(client: string): Promise<TestedService> {
  return { client, ...clientTraits((await import(PREFIX + client)) as Record<string, unknown>) };
}
