import ts from 'typescript';

/** A text in a module that names a file, as it stands when the types are gone. */
export interface Reference {
  /** `url`: `new URL('./worker.ts', import.meta.url)`, for what is read or started at run time. */
  kind: 'import' | 'url';
  text: string;
  /** Where the text stands, without its quotes. */
  start: number;
  end: number;
}

export interface References {
  references: Reference[];
  /** What cannot be followed, and so would be missing in a package. */
  problems: string[];
}

/** What a module imports, reads and starts. Imports of types alone are no more than types. */
export function referencesOf(file: string, text: string): References {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: References = { references: [], problems: [] };
  const add = (kind: Reference['kind'], literal: ts.Node | undefined): boolean => {
    if (literal === undefined || !ts.isStringLiteral(literal)) return false;
    const [start, end] = [literal.getStart(source) + 1, literal.end - 1];
    found.references.push({ kind, text: literal.text, start, end });
    return true;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly !== true)
      add('import', node.moduleSpecifier);
    if (ts.isExportDeclaration(node) && !node.isTypeOnly) add('import', node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add('import', node.arguments[0]);
    if (ts.isNewExpression(node) && isBesideModule(node) && !add('url', node.arguments?.[0]))
      found.problems.push(`${file}: '${node.getText(source)}' names no one file; use a literal`);
    if (ts.isPropertyAccessExpression(node) && isPlace(node))
      found.problems.push(
        `${file}: '${node.getText(source)}' does not say which file; use new URL('…', import.meta.url)`,
      );
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `new URL(…, import.meta.url)` */
function isBesideModule({ expression, arguments: words }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression) && expression.text === 'URL' && isMeta(words?.[1], ['url']);
}

function isPlace(node: ts.Node): boolean {
  return isMeta(node, ['dirname', 'filename', 'resolve']);
}

/** `import.meta.url` and the like. */
function isMeta(node: ts.Node | undefined, names: readonly string[]): boolean {
  return (
    node !== undefined &&
    ts.isPropertyAccessExpression(node) &&
    ts.isMetaProperty(node.expression) &&
    names.includes(node.name.text)
  );
}
