import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A README's example, as a module that the compiler and Node.js can read. */
export interface Example {
  readme: string;
  text: string;
  /** Whether all that it is given has a value here, so that it can run. */
  runs: boolean;
}

/** What an example may take for granted: its type, and a value where one is cheap. */
export interface Given {
  type: string;
  value?: string;
}

/** Every example in TypeScript of the READMEs below `folder`. */
export function examplesIn(
  root: string,
  given: (name: string, readme: string) => Given | undefined,
): Example[] {
  return globSync('packages/**/README.md', { cwd: root, exclude: ['**/node_modules'] })
    .sort()
    .flatMap((readme) => {
      const markdown = readFileSync(path.join(root, readme), 'utf8');
      return [...markdown.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) =>
        exampleOf(root, { readme, code }, (name) => given(name, readme)),
      );
    });
}

function exampleOf(
  root: string,
  { readme, code }: { readme: string; code: string },
  given: (name: string) => Given | undefined,
): Example {
  const exports = exportsBelow(path.join(root, path.dirname(readme)));
  const head: string[] = [];
  let runs = true;
  for (const name of freeNames(code)) {
    const file = exports.get(name);
    const known = given(name);
    if (known !== undefined) {
      head.push(
        known.value === undefined
          ? `declare const ${name}: ${known.type};`
          : `const ${name}: ${known.type} = ${known.value};`,
      );
      runs &&= known.value !== undefined;
    } else if (file !== undefined) head.push(`import { ${name} } from '${file}';`);
  }
  return { readme, text: `${head.join('\n')}\n${code}\nexport {};\n`, runs };
}

/** Names that the code uses and does not declare, but for members and what is global. */
function freeNames(code: string): string[] {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      if (isDeclaration(parent, node)) declared.add(node.text);
      else if (!isMember(parent, node)) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used].filter((name) => !declared.has(name) && !(name in globalThis));
}

function isDeclaration(parent: ts.Node, node: ts.Identifier): boolean {
  return (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === node;
}

function isMember(parent: ts.Node, node: ts.Identifier): boolean {
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

/** Values that files in a folder and below it export, with the file of each. */
function exportsBelow(folder: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const file of globSync('**/*.ts', { cwd: folder })) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, name = ''] of text.matchAll(
      /^export (?:async )?(?:function|const|class) (\w+)/gm,
    ))
      names.set(name, path.join(folder, file));
  }
  return names;
}
