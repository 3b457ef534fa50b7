import path from 'node:path';

/**
 * Where a file of a package's source is in the package: `src/deploy/worker.ts` →
 * `dist/deploy/worker.js`.
 */
export function publishedPath(file: string): string {
  return file.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
}

/** A reference as it must be in the published module. */
export function publishedReference(from: string, reference: string): string {
  const target = path.posix.join(path.posix.dirname(from), reference);
  const relative = path.posix.relative(
    path.posix.dirname(publishedPath(from)),
    publishedPath(target),
  );
  const slash = reference.endsWith('/') ? '/' : '';
  return `${relative.startsWith('.') ? '' : './'}${relative}${slash}`;
}
