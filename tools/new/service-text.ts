import { camel, kebab, NOT_WRITTEN, plural } from './names.ts';
import { type NewService, operationsOf } from './new-service.ts';
import { relative, type Tree } from './tree.ts';

export function storeText(tree: Tree, { title, kind, files }: NewService): string {
  return `${tree.imports(files.store, ['type ServiceDeps', 'RegionTable'])}
import { ${tablesOf(title)}, type ${kind}Record } from '${relative(files.store, files.records)}';

/** What the service keeps, a region at a time; what must be there is found by methods of it. */
export class ${title}Store {
  readonly deps: ServiceDeps;
  readonly ${plural(camel(kind))}: RegionTable<${kind}Record>;

  constructor(deps: ServiceDeps) {
    this.deps = deps;
    this.${plural(camel(kind))} = new RegionTable(deps.state, ${tablesOf(title)}.${plural(camel(kind))});
  }
}
`;
}

export function recordsText(tree: Tree, { name, title, kind, files }: NewService): string {
  const schema = `${camel(kind)}Schema`;
  return `import { z } from 'zod';
${tree.imports(files.records, ['declareTable'])}

const ${schema} = z.object({
  name: z.string(),
});
export type ${kind}Record = z.infer<typeof ${schema}>;

export const ${tablesOf(title)} = {
  ${plural(camel(kind))}: declareTable('${name}/${plural(kebab(kind))}', ${schema}),
};
`;
}

/** What the service's declared tables are exported as. */
export function tablesOf(title: string): string {
  return `${camel(title)}Tables`;
}

export function checkText({ client, kind }: NewService): string {
  const [create] = operationsOf(kind);
  const { input } = client.shapesOf(create);
  return `import type { ${input} } from '${client.name}';

/** Throws what AWS answers to input that it does not take; the page that says it stands here. */
export function check${kind}(_input: ${input}): void {
  throw new Error('${NOT_WRITTEN}: the bounds of ${create}, each a constant with its page');
}
`;
}

export function operationsText(tree: Tree, service: NewService): string {
  const { client, title, kind, files } = service;
  const rows = operationsOf(kind).map((operation) => ({
    operation,
    ...client.shapesOf(operation),
  }));
  const shapes = rows.flatMap(({ input, output }) =>
    output === undefined ? [input] : [input, output],
  );
  const [create, remove] = rows.map(({ operation, input, output }, index) => {
    const isFirst = index === 0;
    return `function ${camel(operation)}(
  _store: ${title}Store,
  _context: RequestContext,
  ${isFirst ? 'input' : '_input'}: ${input},
): ${output ?? 'object'} {
${isFirst ? `  check${kind}(input);\n` : ''}  throw new Error('${NOT_WRITTEN}: ${operation}');
}`;
  });
  return `import type { ${[...new Set(shapes)].sort().join(', ')} } from '${client.name}';
${tree.imports(files.operations, ['operation', 'type RequestContext'])}
import { check${kind} } from '${relative(files.operations, files.check)}';
import type { ${title}Store } from '${relative(files.operations, files.store)}';

/** By AWS's names. A row says what input it \`accepts\` where it would pass over some of it. */
export const ${camel(kind)}Operations = {
${rows.map(({ operation }) => `  ${operation}: operation(${camel(operation)}),`).join('\n')}
};

${create}

${remove}
`;
}

export function serviceText(tree: Tree, service: NewService): string {
  const { client, title, kind, files } = service;
  const { signingName, protocols, xmlNamespace, bucketAddressing } = client.traits;
  const isXml = protocols.some((protocol) => /query|xml/i.test(protocol));
  const names = ['type ServiceDeps', 'bindOperations', 'type Service'];
  return `import type { ServiceTraits } from '@understudy/wire';
${tree.imports(files.service, names)}
import { ${camel(kind)}Operations } from '${relative(files.service, files.operations)}';
import { ${title}Store } from '${relative(files.service, files.store)}';

/** ${NOT_WRITTEN}: what of the service is here, in a sentence. */
export class ${title}Service implements Service {
  readonly traits: ServiceTraits = {
    signingName: '${signingName}',
    protocols: ${JSON.stringify(protocols)},
    xmlNamespace: '${isXml ? xmlNamespace : ''}',
    bucketAddressing: ${bucketAddressing},
  };
  readonly operations: ReturnType<typeof operationsOf>;

  constructor(deps: ServiceDeps) {
    this.operations = operationsOf(new ${title}Store(deps));
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('${client.name}');
  }
}

function operationsOf(store: ${title}Store) {
  return bindOperations(store, ${camel(kind)}Operations);
}
`;
}

/** Fails at the first thing that is not written, by its name. */
export function serviceTestText(tree: Tree, { client, title, kind, files }: NewService): string {
  const [create, remove] = operationsOf(kind);
  const input = (operation: string): string =>
    `{} as ${client.shapesOf(operation).input} /* ${NOT_WRITTEN}: input */`;
  const shapes = [create, remove].map((operation) => client.shapesOf(operation).input);
  return `import type { ${[...new Set(shapes)].sort().join(', ')} } from '${client.name}';
import { expect, test } from 'vitest';
${tree.imports(files.test, ['testDeps', 'testRequest'])}
import { ${title}Service } from '${relative(files.test, files.service)}';

const context = testRequest('ap-northeast-2');

test('a ${kebab(kind).replaceAll('-', ' ')} is made, shown and deleted', () => {
  const { operations } = new ${title}Service(testDeps());
  const made = operations.${create}(context, ${input(create)});
  expect(made).toEqual('${NOT_WRITTEN}: what AWS answers');
  operations.${remove}(context, ${input(remove)});
});

test('rejects what AWS rejects', () => {
  const { operations } = new ${title}Service(testDeps());
  expect(() => operations.${create}(context, ${input(create)})).toThrow(
    '${NOT_WRITTEN}: a code and wording of AWS, with the page that says so',
  );
});
`;
}

export function readmeText({ title, name, kind }: NewService): string {
  const [create] = operationsOf(kind);
  return `# ${title}

## Description

${NOT_WRITTEN}: what of the service is here, in a sentence.

## Behaviour

- ${NOT_WRITTEN}: what AWS does and the engine does as well.

## Differences

- ${NOT_WRITTEN}: what AWS does and the engine does not.

## Example

\`\`\`ts
const ${name} = new ${title}Service(deps);
${name}.operations.${create}(context, {} as never); // ${NOT_WRITTEN}: an input
\`\`\`
`;
}
