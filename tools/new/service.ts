import type { Client } from './client.ts';
import { insertBefore, insertImport } from './insert.ts';
import { kebab, pascal, plural } from './names.ts';
import { type NewService, operationsOf } from './new-service.ts';
import {
  checkText,
  operationsText,
  readmeText,
  serviceTestText,
  recordsText,
  serviceText,
  storeText,
  tablesOf,
} from './service-text.ts';
import { type Plan, Refusal, relative, type Tree } from './tree.ts';

/** Everything that CONTRIBUTING asks of a service, but for what must be thought about. */
export function planService(tree: Tree, name: string, client: Client, kind: string): Plan {
  if (!/^[a-z][a-z\d]*$/.test(name))
    throw new Refusal(`'${name}' is no name of a service's folder: lower-case letters and digits`);
  for (const operation of operationsOf(kind))
    if (!client.operations.includes(operation))
      throw new Refusal(
        `${client.name} has no operation ${operation}; name another kind by '--kind'`,
      );
  const service: NewService = {
    ...{ name, client, kind },
    title: pascal(client.service),
    files: filesOf(name, kind),
  };
  const { files } = service;
  return {
    made: {
      [files.records]: recordsText(tree, service),
      [files.store]: storeText(tree, service),
      [files.check]: checkText(service),
      [files.operations]: operationsText(tree, service),
      [files.service]: serviceText(tree, service),
      [files.test]: serviceTestText(tree, service),
      [files.readme]: readmeText(service),
    },
    changed: registered(tree, service),
    next: nextOf(tree, service),
  };
}

function filesOf(name: string, kind: string): NewService['files'] {
  const at = (file: string): string => `packages/engine/src/services/${name}/${file}`;
  return {
    records: at('records.ts'),
    store: at(`${name}-store.ts`),
    operations: at(`${plural(kebab(kind))}.ts`),
    check: at(`check-${kebab(kind)}.ts`),
    service: at(`${name}-service.ts`),
    test: at(`${name}-service.test.ts`),
    readme: at('README.md'),
  };
}

function registered(tree: Tree, { name, title, files }: NewService): Record<string, string> {
  const registry = tree.whereIs('createServices');
  const text = tree.read(registry);
  if (new RegExp(`^ {2}${name}: `, 'm').test(text))
    throw new Refusal(`${registry} has a service ${name}`);
  const made = insertImport(text, `${title}Service`, relative(registry, files.service));
  const entry = `  ${name}: ({ deps }: ServiceKit) => new ${title}Service(deps),`;
  const tables = tree.whereIs('TABLES');
  const listed = insertImport(tree.read(tables), tablesOf(title), relative(tables, files.records));
  return {
    [registry]: insertBefore(made, entry, /^ {2}cloudformation: /, registry),
    [tables]: insertBefore(listed, `  ${tablesOf(title)},`, /^ {2}cloudFormationTables,/, tables),
  };
}

function nextOf(tree: Tree, { name, client, kind, files }: NewService): string[] {
  const lacks = (workspace: string): boolean =>
    !tree.read(`packages/${workspace}/package.json`).includes(`"${client.name}"`);
  const pinned = `${client.name}@${client.version}`;
  return [
    ...(lacks('engine') ? [`npm install -E -w packages/engine ${pinned}`] : []),
    ...(lacks('wire') ? [`npm install -E -D -w packages/wire ${pinned}`] : []),
    `${files.records}: what is kept of a ${kind}; each member has a reader`,
    `${files.check}, ${files.operations}: AWS's checks, codes and wording; the other operations`,
    `${files.test}: it fails until they are written; vitest run packages/engine/src/services/${name}`,
    `${files.readme}: each heading`,
    'what works on by itself has a stop, which stopServices in runtime/control-plane.ts calls',
    "a test with the SDK's client over a socket (endpoint.fixture.ts takes services)",
    'npx node tools/reference/main.ts, then npm run check',
  ];
}
