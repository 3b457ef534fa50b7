import { expect, test } from 'vitest';
import { decideApp, decideConfig } from './answers.ts';
import type { ExistingApp } from './procfile-command.ts';
import type { Questions } from './questions.ts';

/** Nobody is there, unless answers are given; one that is empty takes what is proposed. */
function questions(answers?: string[]): Questions & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    isAnswered: answers !== undefined,
    ask(question, proposed) {
      asked.push(question);
      return Promise.resolve(answers?.shift() || proposed);
    },
    [Symbol.dispose]: () => undefined,
  };
}

const EMPTY: ExistingApp = {
  has: () => false,
  packageJson: undefined,
  language: undefined,
  read: () => undefined,
};
const APP: ExistingApp = { ...EMPTY, language: 'go' };
/** `npm init -y`, and Understudy itself installed. */
const ONLY_PACKAGE: ExistingApp = {
  ...EMPTY,
  language: 'node',
  packageJson: '{"main":"index.js"}',
};

test('a template that is named is taken, into ./web or the folder that is named', async () => {
  const decided = (app?: string) =>
    decideApp({ template: 'go', ...(app !== undefined && { app }) }, questions(), () => APP);
  expect(await decided()).toEqual({ kind: 'template', name: 'go', folder: './web' });
  expect(await decided('./site')).toMatchObject({ folder: './site' });
});

test('an app is found where it is', async () => {
  const read = (folder: string): ExistingApp => (folder === './web' ? APP : ONLY_PACKAGE);
  expect(await decideApp({}, questions(), read)).toMatchObject({
    kind: 'found',
    app: { folder: './web', command: './web-app', ignored: ['web/web-app'] },
  });
  const procfile = { ...EMPTY, has: (name: string) => name === 'Procfile' };
  expect(await decideApp({ app: './x' }, questions(), () => procfile)).toMatchObject({
    app: { folder: './x', hasProcfile: true, command: undefined },
  });
});

test('files that are there are a site of files alone', async () => {
  const page = { ...EMPTY, has: (name: string) => name === 'index.html' };
  const read = (folder: string): ExistingApp => (folder === './dist' ? page : ONLY_PACKAGE);
  const app = await decideApp({}, questions(), read);
  expect(app).toEqual({ kind: 'static', folder: './dist' });
  expect((await decideConfig({}, app, questions())).serves).toEqual({
    kind: 'static',
    assets: './dist',
  });
  const template = await decideApp({ template: 'static' }, questions(), read);
  expect(template).toMatchObject({ kind: 'template', folder: './public' });
});

test('where there is none and nobody to ask, it is said what to do', async () => {
  await expect(decideApp({}, questions(), () => ONLY_PACKAGE)).rejects.toMatchObject({
    code: 'UsageInvalid',
    message: 'there is no app that is known in ., ./web, ./app',
    hint: expect.stringContaining('--template node|python|php|go|static') as string,
  });
});

test('whoever is there is asked', async () => {
  expect(await decideApp({}, questions(['Python']), () => EMPTY)).toMatchObject({
    kind: 'template',
    name: 'python',
  });
  expect(await decideApp({}, questions(['']), () => EMPTY)).toMatchObject({ name: 'node' });
  await expect(decideApp({}, questions(['perl']), () => EMPTY)).rejects.toThrow("'perl'");
  const started = decideApp({ app: './x' }, questions(['./run $PORT']), () => EMPTY);
  expect(await started).toMatchObject({ kind: 'found', app: { command: './run $PORT' } });
  await expect(decideApp({ app: './x' }, questions(['']), () => EMPTY)).rejects.toThrow('./x');
});

test('only what is not given is asked', async () => {
  const template = { kind: 'template', name: 'node', folder: './web' } as const;
  const someone = questions(['bakery.kr', '']);
  expect(await decideConfig({ primary: 'us-west-2' }, template, someone)).toEqual({
    domain: 'bakery.kr',
    primary: 'us-west-2',
    standby: 'us-east-1',
    serves: { kind: 'app', app: './web', healthPath: '/healthz' },
  });
  expect(someone.asked).toEqual(['Domain', 'Region that takes over']);
  const app = await decideApp({}, questions(), () => APP);
  expect(await decideConfig({}, app, questions())).toEqual({
    domain: 'example.com',
    primary: 'us-east-1',
    standby: 'us-west-2',
    serves: { kind: 'app', app: '.', healthPath: '/' },
  });
});
