import { expect, test } from 'vitest';
import { recognizeApp } from './recognize-app.ts';

function recognized(names: string[], packageJson?: object | string) {
  return recognizeApp({
    has: (name) => names.includes(name),
    packageJson: typeof packageJson === 'object' ? JSON.stringify(packageJson) : packageJson,
  });
}

const WITH = { dependencies: { express: '5' }, devDependencies: { vitest: '5' } };

test.each([
  [['package.json', 'package-lock.json'], WITH, 'node', 'npm ci --omit=dev'],
  [['package.json', 'npm-shrinkwrap.json'], WITH, 'node', 'npm ci --omit=dev'],
  [['package.json'], WITH, 'node', 'npm install --omit=dev'],
  [['package.json'], { optionalDependencies: { a: '1' } }, 'node', 'npm install --omit=dev'],
  [['package.json', 'package-lock.json'], { devDependencies: { vitest: '5' } }, 'node', null],
  [['package.json'], '{ "dependencies": ', 'node', 'npm install --omit=dev'],
  [
    ['requirements.txt', 'app.py'],
    undefined,
    'python',
    'python3 -m pip install --target python_modules --requirement requirements.txt',
  ],
  [['app.py'], undefined, 'python', null],
  [
    ['composer.json', 'package.json'],
    WITH,
    'php',
    'composer install --no-dev --no-interaction --optimize-autoloader',
  ],
  [['index.php'], undefined, 'php', null],
  [['go.mod', 'main.go'], undefined, 'go', 'go build -o web-app .'],
  [['Procfile', 'server'], undefined, undefined, null],
])('a folder with %j, package.json %j, is %s and built by %j', (names, json, language, build) => {
  expect(recognized(names, json)).toMatchObject({ language, build });
});

test('the packages are those of the language, and of what builds it', () => {
  const packagesOf = (...names: string[]): string[] => recognized(names).packages;
  expect(packagesOf('requirements.txt')).toEqual(['python3.12', 'python3.12-pip']);
  expect(packagesOf('index.php')).toEqual(['php8.3-cli']);
  expect(packagesOf('composer.json')).toContain('composer');
  expect(recognized(['package.json'], WITH).packages).toEqual(['nodejs22', 'nodejs22-npm']);
  expect(packagesOf('go.mod')).toEqual(['golang']);
  expect(packagesOf('Procfile')).toEqual(['nodejs22']);
});
