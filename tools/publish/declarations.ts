import path from 'node:path';
import ts from 'typescript';

/**
 * The types of what the files export, and of what these take from others: text by the source's path
 * from the root. Whether the types are right, `npm run typecheck` says.
 */
export function declarationsOf(root: string, files: readonly string[]): Map<string, string> {
  const read = (file: string): string | undefined => ts.sys.readFile(file);
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), read) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    files.map((file) => path.join(root, file)),
    {
      ...options,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
      noCheck: true,
      rootDir: root,
      outDir: root,
    },
  );
  const declarations = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (file, text) => {
    declarations.set(path.relative(root, file).replace(/\.d\.ts$/, '.ts'), text);
  });
  const problems = diagnostics.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return declarations;
}
