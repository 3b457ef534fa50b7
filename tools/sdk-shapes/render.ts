import { Shape } from '../../packages/wire/src/schema/shape.ts';
import type { StoredShape } from './stored-shapes.ts';

/** Of one client: structures by name, each member as `sdkShape` of the contract reads it. */
type Structures = Map<string, Record<string, string>>;

/**
 * The module with a schema for each shape.
 *
 * @param clients the SDK's modules, by client
 */
export function renderShapes(
  stored: readonly StoredShape[],
  clients: Readonly<Record<string, Record<string, unknown>>>,
  command: string,
): string {
  const names = [...new Set(stored.map(({ client }) => client))];
  const parts = names.map((client) => {
    const ours = stored.filter((one) => one.client === client);
    return { client, ours, structures: structuresOf(ours, clients[client] ?? {}) };
  });
  return [
    `// Written by \`${command}\` from the SDK clients' own schemas.`,
    '// tidy: long because it lists every member of every structure.',
    ...parts.map(
      ({ client, ours }) =>
        `import type { ${ours.map(({ shape }) => shape).join(', ')} } from '@aws-sdk/client-${client}';`,
    ),
    `import { sdkShape, type Structures } from '@understudy/contract';`,
    '',
    ...parts.flatMap(({ client, ours, structures }) => [
      `const ${constant(client)}: Structures = {`,
      ...[...structures].map(([name, members]) => `  ${name}: {${membersText(members)}},`),
      '};',
      '',
      ...ours.map((one) => schemaText(client, one)),
    ]),
  ].join('\n');
}

function structuresOf(stored: readonly StoredShape[], client: Record<string, unknown>): Structures {
  const structures: Structures = new Map();
  for (const { shape, without = [] } of stored) {
    const root = client[`${shape}$`];
    if (root === undefined) throw new Error(`the client has no shape ${shape}`);
    add(structures, Shape.of(root), without);
  }
  return structures;
}

function add(structures: Structures, shape: Shape, without: readonly string[]): void {
  if (structures.has(shape.name)) return;
  const members: Record<string, string> = {};
  structures.set(shape.name, members);
  for (const member of shape.members)
    if (!without.includes(member.name)) members[member.name] = textOf(structures, member.shape);
}

function textOf(structures: Structures, shape: Shape): string {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      add(structures, shape, []);
      return shape.name;
    case 'list':
      return `${textOf(structures, shape.value)}[]`;
    case 'map':
      return `${textOf(structures, shape.value)}{}`;
    case 'string':
    case 'number':
    case 'boolean':
      return shape.kind;
    case 'blob':
    case 'timestamp':
    case 'unit':
      throw new Error(`a record is JSON, which has no ${shape.kind}: ${shape.name}`);
  }
}

function membersText(members: Readonly<Record<string, string>>): string {
  const lines = Object.entries(members).map(([name, text]) => `\n    ${name}: '${text}',`);
  return lines.length === 0 ? '' : `${lines.join('')}\n  `;
}

function schemaText(client: string, { shape, without = [] }: StoredShape): string {
  const members = without.map((name) => `'${name}'`).join(' | ');
  const type = without.length === 0 ? shape : `Omit<${shape}, ${members}>`;
  const name = `${client.replaceAll('-', '')}${shape}`;
  return `export const ${name} = sdkShape<${type}>(${constant(client)}, '${shape}');\n`;
}

function constant(client: string): string {
  return client.toUpperCase().replaceAll('-', '_');
}
