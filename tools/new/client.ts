import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { clientTraits } from '@understudy/wire/testing';
import { Refusal } from './tree.ts';

/** What an SDK client says of its service. */
export interface Client {
  /** The package. */
  name: string;
  version: string;
  /** `SecretsManager` of `SecretsManagerClient`. */
  service: string;
  traits: ReturnType<typeof clientTraits>['traits'];
  /** Names of AWS's operations. */
  operations: string[];
  /** The types of an operation's input and output; without the latter it answers nothing. */
  shapesOf(operation: string): { input: string; output: string | undefined };
}

export async function readClient(root: string, client: string): Promise<Client> {
  const name = `@aws-sdk/client-${client}`;
  const folder = folderOf(root, name);
  if (folder === undefined)
    throw new Refusal(
      `${name} is not installed, and the service is made by what it says:\n` +
        `  npm install -E -w packages/engine ${name}\n` +
        `  npm install -E -D -w packages/wire ${name}\n` +
        `(or '--client NAME', where the service's client is named otherwise)`,
    );
  const module = (await import(name)) as Record<string, unknown>;
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const { className, traits } = clientTraits(module);
  const operations = Object.keys(module).flatMap(
    (one) => /^(?!_)(\w+)Command$/.exec(one)?.[1] ?? [],
  );
  return {
    ...{ name, version, traits, operations },
    service: className.replace(/Client$/, ''),
    shapesOf: (operation) => {
      const file = path.join(folder, `dist-types/commands/${operation}Command.d.ts`);
      return shapesIn(readFileSync(file, 'utf8'), operation);
    },
  };
}

function shapesIn(text: string, operation: string): { input: string; output: string | undefined } {
  const extended = (side: string): string[] =>
    new RegExp(`interface ${operation}Command${side} extends ([^{]*)`)
      .exec(text)?.[1]
      ?.split(',') ?? [];
  const named = (side: string): string | undefined =>
    extended(side)
      .map((one) => one.trim())
      .find((one) => one !== '' && !one.startsWith('__'));
  return { input: named('Input') ?? `${operation}CommandInput`, output: named('Output') };
}

function folderOf(root: string, name: string): string | undefined {
  const require = createRequire(path.join(root, 'package.json'));
  try {
    return path.dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** A kind of thing that the service makes and deletes: the shortest name there is. */
export function kindOf({ name, operations }: Client): string {
  const made = operations.flatMap((one) => /^Create(\w+)$/.exec(one)?.[1] ?? []);
  const [kind] = made
    .filter((one) => operations.includes(`Delete${one}`))
    .sort((a, b) => a.length - b.length);
  if (kind === undefined)
    throw new Refusal(
      `${name} has nothing to create and delete; name a kind by '--kind', of ${made.join(', ') || 'none'}`,
    );
  return kind;
}
