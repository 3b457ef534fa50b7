import { expect, test } from 'vitest';
import { checkApp, programsOf } from './check-app.ts';
import { checkAddresses, checkEndpointPort, checkLowPorts } from './check-network.ts';
import { checkDisk, checkNode, checkSystem, checkWatching } from './check-system.ts';
import { checkBrowser, checkTools } from './check-tools.ts';
import type { Machine } from './machine.ts';
import { renderRows } from './render-rows.ts';
import { lacking, ok, poor } from './row.ts';

const MEGABYTE = 1024 * 1024;

/** A machine that has everything, but for what a test takes away. */
function machine(without: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    nodeVersion: 'v24.21.0',
    env: {},
    bind: () => Promise.resolve(undefined),
    firstLine: (program) => Promise.resolve(`${program} 7.88.1 (x86_64)`),
    find: (program) => `/usr/bin/${program}`,
    read: () => '100000',
    exists: () => true,
    freeBytes: () => 5_000 * MEGABYTE,
    ...without,
  };
}

const refusing =
  (code: string, ports: readonly number[]): Machine['bind'] =>
  (_protocol, _address, port) =>
    Promise.resolve(ports.includes(port) ? code : undefined);

test('a machine that has everything is told so', async () => {
  const all = machine();
  const rows = [
    checkSystem(all),
    checkNode(all),
    await checkAddresses(all),
    await checkLowPorts(all),
    await checkEndpointPort(all, []),
    checkDisk(all, '/state'),
    checkWatching(all),
    ...(await checkTools(all)),
    checkBrowser(all, ['/usr/bin/chromium']),
  ];
  expect(rows.filter((row) => row?.state !== 'ok')).toEqual([]);
  expect(rows.map((row) => row?.fix)).toEqual(rows.map(() => null));
});

test('a system of another kind, and a Node.js that is too old, are told', () => {
  expect(checkSystem(machine({ platform: 'win32' })).state).toBe('lacking');
  expect(checkSystem(machine({ platform: 'darwin' })).state).toBe('poor');
  expect(checkNode(machine({ nodeVersion: 'v18.20.0' }))).toMatchObject({ state: 'lacking' });
  expect(checkNode(machine({ nodeVersion: 'v20.0.0' })).state).toBe('ok');
});

test('one address of loopback that is not there stands in the way', async () => {
  const alone = machine({ bind: () => Promise.resolve('EADDRNOTAVAIL') });
  expect(await checkAddresses(alone)).toMatchObject({
    state: 'lacking',
    seen: '127.10.0.253: EADDRNOTAVAIL',
  });
});

test('ports that this user may not have are had 8000 higher', async () => {
  expect(await checkLowPorts(machine({ bind: refusing('EACCES', [53, 80, 443]) }))).toEqual(
    poor(
      'ports 53, 80, 443',
      'not for this user: 8053, 8080, 8443 are used instead',
      'sudo sysctl net.ipv4.ip_unprivileged_port_start=53',
    ),
  );
});

test('a port that another program has on every address is named', async () => {
  const taken = await checkLowPorts(machine({ bind: refusing('EADDRINUSE', [80]) }));
  expect(taken).toMatchObject({
    state: 'poor',
    seen: expect.stringMatching(/^80\/tcp taken/) as string,
  });
});

test("the endpoint's port is an engine's own, or somebody else's", async () => {
  const taken = machine({ bind: refusing('EADDRINUSE', [4700]) });
  expect((await checkEndpointPort(taken, [])).fix).toContain('--port N');
  const engines = [{ directory: '/work/.understudy', endpoint: 'http://127.0.0.1:4700' }];
  expect(await checkEndpointPort(taken, engines)).toMatchObject({
    state: 'ok',
    seen: 'the engine of /work/.understudy',
  });
});

test('a disk has room, little of it, or none', () => {
  const states = [100, 500, 2_000].map(
    (size) => checkDisk(machine({ freeBytes: () => size * MEGABYTE }), '/state').state,
  );
  expect(states).toEqual(['lacking', 'poor', 'ok']);
});

test('limits of watched files are told with what raises them; other systems have none', () => {
  expect(
    checkWatching(machine({ read: (file) => (/watches/.test(file) ? '1000' : '128') })),
  ).toMatchObject({
    state: 'poor',
    fix: 'sudo sysctl fs.inotify.max_user_watches=8192',
  });
  expect(checkWatching(machine({ read: () => undefined }))).toBeUndefined();
});

test('no tool and no browser is needed', async () => {
  const bare = machine({ firstLine: () => Promise.resolve(undefined), exists: () => false });
  const rows = [...(await checkTools(bare)), checkBrowser(bare, ['/usr/bin/chromium'])];
  expect(rows.map(({ state }) => state)).toEqual(['poor', 'poor', 'poor', 'poor']);
  const named = machine({ env: { UNDERSTUDY_BROWSER: '/opt/brave' }, exists: () => false });
  expect(checkBrowser(named, [])).toEqual(ok('browser', '/opt/brave'));
});

test('what the app is built and started with must be here', async () => {
  const web = { build: 'go build -o web-app .', packages: [] } as never;
  const without = machine({ find: (program) => (program === 'go' ? undefined : program) });
  expect(await checkApp(without, web, './web-app')).toEqual([
    lacking('build of the app', 'go not found', 'install go on this machine, or set web.build'),
    ok('start of the app', './web-app'),
  ]);
  const python = { build: 'python3 -m pip install a', packages: [] } as never;
  const noPip = machine({ firstLine: () => Promise.resolve(undefined) });
  expect(
    (await checkApp(noPip, python, 'python3 app.py')).map(({ name, state }) => [name, state]),
  ).toEqual([
    ['build of the app', 'ok'],
    ['pip', 'lacking'],
    ['start of the app', 'ok'],
  ]);
});

test.each([
  ['node server.js', ['node']],
  ['PYTHONPATH=a MODE="b c" python3 -m gunicorn app:app', ['python3']],
  ['cd sub && ./run | tee log; exec ruby x', ['tee', 'ruby']],
  [`sh -c 'a; b' && npm ci`, ['sh', 'npm']],
  ['$RUNNER x', []],
  ['export A=1; go build', ['go']],
])('%j calls %j', (line, programs) => {
  expect(programsOf(line)).toEqual(programs);
});

test('a fix stands below what it mends, and the sum at the end', () => {
  const plain = renderRows([
    ok('system', 'Linux'),
    lacking('Node.js', 'v18', 'install 20'),
  ]).replace(/\u001b\[\d+m/g, '');
  expect(plain).toBe(
    '●  system   Linux\n●  Node.js  v18\n   → install 20\n\n1 of 2 stand in the way',
  );
  expect(renderRows([ok('system', 'Linux')])).toContain('all is there');
});
