import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SystemClock } from '@understudy/contract/system-clock';
import { instanceEnvironment } from '../packages/dataplane/src/fleet/instance/environment.ts';
import { imageCommand } from '../packages/dataplane/src/fleet/instance/image-command.ts';
import { InstanceProcess } from '../packages/dataplane/src/fleet/instance/instance-process.ts';
import { parseUserData } from '../packages/dataplane/src/fleet/instance/user-data.ts';
import { imageFiles, writeInstance } from '../packages/site/src/parts/image-scripts.fixture.ts';

/**
 * What the run script of the image does with a Procfile on AWS, and what an instance of the local
 * engine does: the same. Programs and shell are this machine's for both.
 */
const folder = mkdtempSync(path.join(os.tmpdir(), 'procfile-'));
const web = path.join(folder, 'web');
const home = path.join(folder, 'home');

/** Tells what it was started with. */
const SHOW = `#!/bin/sh
printf '%s\\n' "in $(basename "$PWD")" "$@"
printf '%s\\n' "GREETING=$GREETING OTHER=$OTHER PORT=$PORT SPACES=[$SPACES] token=$token"
printf '%s\\n' "HOME=$HOME LANG=$LANG TZ=$TZ AWS_REGION=$AWS_REGION AWS_DEFAULT_REGION=$AWS_DEFAULT_REGION"
`;

const USER_DATA = `# the site's
OTHER=from user data
 SPACES = " a b "
SPACES=' a b '
token="a
NOT A VARIABLE
TZ=Asia/Seoul`;

beforeAll(() => {
  for (const name of ['web/sub', 'home']) mkdirSync(path.join(folder, name), { recursive: true });
  for (const name of ['a 1.txt', 'b.txt']) writeFileSync(path.join(web, name), '');
  writeFileSync(path.join(web, 'show'), SHOW);
  chmodSync(path.join(web, 'show'), 0o755);
  writeInstance(folder, { userData: USER_DATA });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  output: string;
  how: string;
}

function onAws(): Ran {
  const unit = imageFiles().get('/etc/systemd/system/understudy.service') ?? '';
  const given = /^Environment=(.*)$/m.exec(unit)?.[1] ?? '';
  const env = {
    ...Object.fromEntries(given.split(' ').map((word) => word.split('=') as [string, string])),
    PATH: `${folder}/bin:/usr/bin:/bin`,
    HOME: home,
  };
  const { status, stdout } = spawnSync('bash', [path.join(folder, 'run')], {
    env,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { output: stdout, how: `exit code ${status}` };
}

async function here(): Promise<Ran> {
  const { command, directory = '' } = await imageCommand({
    imageId: 'ami-1',
    name: 'web',
    directory: web,
  });
  let output = '';
  const instance = new InstanceProcess({
    clock: new SystemClock({ epochMs: 0, speed: 1 }),
    // What a shell says of its own errors is its own.
    command: `exec 2>/dev/null; ${command}`,
    directory,
    environment: instanceEnvironment({
      nodePath: process.execPath,
      path: process.env['PATH'],
      home,
      port: 80,
      region: 'eu-west-1',
      metadataEndpoint: 'http://127.0.0.1',
      userData: parseUserData(USER_DATA).variables,
    }),
    output: {
      write: (chunk) => {
        output += String(chunk);
        return true;
      },
      onDrain: (callback) => callback(),
    },
  });
  const how = await instance.exited;
  return { output, how };
}

test.each<[line: string, firstLines: string[]]>([
  [`./show a "b  c" 'd $PORT' $PORT`, ['in web', 'a', 'b  c', 'd $PORT', '80', 'GREETING= ']],
  ['GREETING=hi ./show', ['in web', 'GREETING=hi ']],
  ['GREETING="hi  there" OTHER=2 ./show', ['in web', 'GREETING=hi  there OTHER=2 ']],
  ['GREETING=hi exec ./show "$GREETING"', ['in web', '']],
  ['export GREETING=hi; ./show', ['in web', 'GREETING=hi ']],
  ['env GREETING=hi ./show', ['in web', 'GREETING=hi ']],
  ['cd sub && ../show a', ['in sub', 'a']],
  ['cd sub; exec ../show a', ['in sub', 'a']],
  ['(cd sub; ../show) && ./show', ['in sub']],
  [`./show \\$PORT "\\"quoted\\"" 'it'"'"'s'`, ['in web', '$PORT', '"quoted"', "it's"]],
  ['./show ${MISSING:-else} $MISSING ~', ['in web', 'else', home]],
  ['./show $(echo a b) `echo c` $((1 + 2))', ['in web', 'a', 'b', 'c', '3']],
  ['./show *.txt', ['in web', 'a 1.txt', 'b.txt']],
  ['./show a # not b', ['in web', 'a', 'GREETING=']],
  ['./show a#b web: x', ['in web', 'a#b', 'web:', 'x']],
  ['./show | sed s/in/out/', ['out web']],
  ['./show a > out.txt && cat out.txt', ['in web', 'a']],
  ['test -d sub && ./show || exit 3', ['in web']],
  ['./show "$OTHER" "$SPACES" "$token"', ['in web', 'from user data', ' a b ', '"a']],
])('runs %j', async (line, firstLines) => {
  writeFileSync(path.join(web, 'Procfile'), `web: ${line}\n`);
  const ran = await here();
  expect(ran).toEqual({ output: expect.any(String) as string, how: 'exit code 0' });
  const lines = ran.output.split('\n');
  for (const [index, start] of firstLines.entries())
    expect(lines[index]).toMatch(startsWith(start));
  expect(onAws()).toEqual(ran);
});

test.each([
  ['exit 3', 'exit code 3'],
  ['./absent', 'exit code 127'],
  ['GREETING=hi ./absent', 'exit code 127'],
  ['./sub', 'exit code 126'],
  ['cd absent && ./show', /^exit code [12]$/],
])('ends %j alike', async (line, how) => {
  writeFileSync(path.join(web, 'Procfile'), `web: ${line}\n`);
  const ran = await here();
  expect(ran.how).toMatch(how);
  expect(onAws()).toEqual(ran);
});

test.each([
  ['# a comment\r\n\r\nworker: exit 9\r\nweb: ./show a \r\n', 'a'],
  [' \tweb:\t./show  a  \t\n', 'a'],
  ['webs: exit 9\nweb-1: exit 9\nweb: ./show a', 'a'],
  ['web:./show a\n', 'a'],
])('finds the line in %j', async (text, word) => {
  writeFileSync(path.join(web, 'Procfile'), text);
  const ran = await here();
  expect(ran.output.split('\n').slice(0, 3)).toEqual([
    'in web',
    word,
    expect.stringContaining('GREETING='),
  ]);
  expect(onAws()).toEqual(ran);
});

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
