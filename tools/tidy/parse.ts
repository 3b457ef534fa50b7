import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

export interface ParsedFile {
  path: string;
  imports: Import[];
  exports: Export[];
  functions: { name: string; line: number; lines: number }[];
}

/** Also what is exported from another file. */
interface Import {
  specifier: string;
  /** The names in the other file; `*` for all of them. */
  names: string[];
}

/** Types are left out: they may stand for what a function takes or gives. */
interface Export {
  name: string;
  line: number;
}

/** What the rules about whole files need to know of one. */
export function parseFile({ path, text }: SourceFile): ParsedFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const parsed: ParsedFile = { path, imports: [], exports: [], functions: [] };
  const lineAt = (position: number): number =>
    source.getLineAndCharacterOfPosition(position).line + 1;
  for (const statement of source.statements) {
    const line = lineAt(statement.getStart(source));
    if (ts.isImportDeclaration(statement)) parsed.imports.push(...importOf(statement));
    else if (ts.isExportDeclaration(statement)) parsed.imports.push(...reexportOf(statement));
    else if (isExported(statement) && !isType(statement))
      parsed.exports.push(...namesOf(statement).map((name) => ({ name, line })));
  }
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const line = lineAt(node.getStart(source));
      const name =
        node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : 'a function';
      parsed.functions.push({ name, line, lines: lineAt(node.end) - line + 1 });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument))
        parsed.imports.push({ specifier: argument.text, names: ['*'] });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return parsed;
}

function importOf({ moduleSpecifier, importClause }: ts.ImportDeclaration): Import[] {
  if (!ts.isStringLiteral(moduleSpecifier)) return [];
  const bindings = importClause?.namedBindings;
  const names =
    bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? ['*']
        : bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  return [{ specifier: moduleSpecifier.text, names }];
}

function reexportOf({ moduleSpecifier, exportClause }: ts.ExportDeclaration): Import[] {
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
  const names =
    exportClause === undefined || ts.isNamespaceExport(exportClause)
      ? ['*']
      : exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  return [{ specifier: moduleSpecifier.text, names }];
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function isType(statement: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}
