import { recognizeApp } from '@understudy/site';
import { expect, test } from 'vitest';
import { procfileCommand } from './procfile-command.ts';

function commandOf(files: Record<string, string>): string | undefined {
  const app = { has: (name: string) => name in files, packageJson: files['package.json'] };
  const { language } = recognizeApp(app);
  return procfileCommand({ ...app, language, read: (name) => files[name] });
}

const packageOf = (value: object): Record<string, string> => ({
  'package.json': JSON.stringify(value),
});

test.each<[Record<string, string>, string | undefined]>([
  [packageOf({ scripts: { start: 'node server.js' } }), 'node server.js'],
  [
    packageOf({ scripts: { start: 'node --enable-source-maps dist/main.js' } }),
    'node --enable-source-maps dist/main.js',
  ],
  [packageOf({ scripts: { start: 'next start -p $PORT' } }), 'npm start'],
  [packageOf({ scripts: { start: 'node a.js && node b.js' } }), 'npm start'],
  [{ ...packageOf({ main: 'lib/web.js' }), 'lib/web.js': '' }, 'node lib/web.js'],
  [{ ...packageOf({}), 'server.js': '' }, 'node server.js'],
  [packageOf({ main: 'index.js', scripts: { test: 'exit 1' } }), undefined],
  [{ 'package.json': '{' }, undefined],
  [
    { 'requirements.txt': 'Flask==3\ngunicorn>=23\n', 'app.py': '' },
    'PYTHONPATH=python_modules python3 -m gunicorn app:app --bind $HOST:$PORT',
  ],
  [
    { 'requirements.txt': 'uvicorn[standard]\n', 'main.py': '' },
    'PYTHONPATH=python_modules python3 -m uvicorn main:app --host $HOST --port $PORT',
  ],
  [
    { 'requirements.txt': 'gunicorn-extras\n', 'app.py': '' },
    'PYTHONPATH=python_modules python3 app.py',
  ],
  [
    { 'manage.py': '', 'requirements.txt': 'django' },
    'PYTHONPATH=python_modules python3 manage.py runserver $HOST:$PORT --noreload',
  ],
  [{ 'requirements.txt': 'flask' }, undefined],
  [{ 'index.php': '' }, 'PHP_CLI_SERVER_WORKERS=4 php -S $HOST:$PORT'],
  [
    { 'composer.json': '{}', 'public/index.php': '' },
    'PHP_CLI_SERVER_WORKERS=4 php -S $HOST:$PORT -t public',
  ],
  [{ 'go.mod': 'module a' }, './web-app'],
  [{ 'README.md': '' }, undefined],
])('an app of %j is started by %j', (files, command) => {
  expect(commandOf(files)).toBe(command);
});
