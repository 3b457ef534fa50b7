import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * By what programs that fetch packages find the way out of this machine: proxies, certificates,
 * mirrors. Without these a build fails here that works in the developer's own shell.
 */
const KEPT = new Set([
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  // Not all of npm's: a script that npm runs has its own project's folders in them.
  'NPM_CONFIG_REGISTRY',
  'NPM_CONFIG_USERCONFIG',
  'NPM_CONFIG_GLOBALCONFIG',
  'NPM_CONFIG_CAFILE',
  'NPM_CONFIG_PROXY',
  'NPM_CONFIG_HTTPS_PROXY',
  'NPM_CONFIG_NOPROXY',
  'NPM_CONFIG_STRICT_SSL',
  'PIP_CERT',
  'PIP_CONFIG_FILE',
  'PIP_EXTRA_INDEX_URL',
  'PIP_FIND_LINKS',
  'PIP_INDEX_URL',
  'PIP_PROXY',
  'PIP_TRUSTED_HOST',
  'GONOSUMDB',
  'GOPRIVATE',
  'GOPROXY',
  'GOSUMDB',
]);

/**
 * Where npm and pip keep the user's own settings below the home, and the variable that names it.
 */
const USER_FILES = [
  ['NPM_CONFIG_USERCONFIG', '.npmrc'],
  ['PIP_CONFIG_FILE', '.config/pip/pip.conf'],
] as const;

/**
 * A build's environment: what an instance has (dataplane/src/fleet/instance/environment.ts), and
 * how packages are fetched. HOME is the engine's own, so that nothing finds the user's keys to AWS;
 * it is kept, for the caches in it.
 */
export function buildEnvironment(
  engine: Readonly<Record<string, string | undefined>>,
  build: { home: string; nodePath: string },
): Record<string, string> {
  const kept = Object.entries(engine).filter(
    (entry): entry is [string, string] =>
      KEPT.has(entry[0].toUpperCase()) && entry[1] !== undefined,
  );
  const known = new Set(kept.map(([name]) => name.toUpperCase()));
  const files = USER_FILES.flatMap(([name, file]) => {
    const path = join(engine['HOME'] ?? '/', file);
    return known.has(name) || !existsSync(path) ? [] : [[name, path] as const];
  });
  return {
    ...Object.fromEntries([...kept, ...files]),
    PATH: [dirname(build.nodePath), engine['PATH'] ?? '/usr/bin:/bin'].join(delimiter),
    HOME: build.home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    // Else nobody but root could remove the folder in which Go keeps its modules.
    // https://go.dev/ref/mod#build-commands
    GOFLAGS: '-modcacherw',
  };
}
