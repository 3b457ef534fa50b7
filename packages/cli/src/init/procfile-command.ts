import type { AppFiles, Language } from '@understudy/site';

/** What is looked at in an app that is there already. */
export interface ExistingApp extends AppFiles {
  language: Language | undefined;
  read(name: string): string | undefined;
}

/** How an app is most likely started; undefined: who wrote it must say. */
export function procfileCommand(app: ExistingApp): string | undefined {
  switch (app.language) {
    case 'node':
      return nodeCommand(app);
    case 'python':
      return pythonCommand(app);
    case 'php':
      return app.has('public/index.php')
        ? 'PHP_CLI_SERVER_WORKERS=4 php -S $HOST:$PORT -t public'
        : 'PHP_CLI_SERVER_WORKERS=4 php -S $HOST:$PORT';
    case 'go':
      return './web-app';
    case undefined:
      return undefined;
  }
}

function nodeCommand(app: ExistingApp): string | undefined {
  const { scripts, main } = packageOf(app);
  const start = scripts?.['start'];
  // Without npm between the app and who ends it, where that is all that npm would do.
  if (start !== undefined && /^node\s[\w./ =:-]+$/.test(start)) return start;
  if (start !== undefined) return 'npm start';
  const file = [main, 'server.js', 'app.js', 'index.js'].find(
    (name) => name !== undefined && app.has(name),
  );
  return file === undefined ? undefined : `node ${file}`;
}

function packageOf(app: ExistingApp): { scripts?: Record<string, string>; main?: string } {
  try {
    return JSON.parse(app.packageJson ?? '{}') as object;
  } catch {
    return {}; // npm says what is wrong with it
  }
}

const PYTHON = 'PYTHONPATH=python_modules python3';

function pythonCommand(app: ExistingApp): string | undefined {
  const requirements = app.read('requirements.txt') ?? '';
  const requires = (name: string): boolean =>
    new RegExp(`^${name}(?![\\w-])`, 'im').test(requirements);
  const module = ['wsgi', 'asgi', 'app', 'main'].find((name) => app.has(`${name}.py`));
  if (module !== undefined && requires('gunicorn'))
    return `${PYTHON} -m gunicorn ${module}:app --bind $HOST:$PORT`;
  if (module !== undefined && requires('uvicorn'))
    return `${PYTHON} -m uvicorn ${module}:app --host $HOST --port $PORT`;
  if (app.has('manage.py')) return `${PYTHON} manage.py runserver $HOST:$PORT --noreload`;
  return module === undefined ? undefined : `${PYTHON} ${module}.py`;
}
