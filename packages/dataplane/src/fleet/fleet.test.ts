import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@understudy/contract/testing';
import { describe, expect, it, vi } from 'vitest';
import {
  FleetFixture,
  get,
  isAlive,
  policy,
  TARGET_GROUP_ARN,
  WEB_PORT,
} from './testing/fleet-rig.ts';

/** A program that answers with a word. */
function answering(word: string): string {
  return `import { createServer } from 'node:http';
console.log('serving ${word}');
createServer((request, response) => response.end('${word}')).listen(process.env.PORT, process.env.HOST);
`;
}

async function page(address: string): Promise<string> {
  return (await get(address, '/')).body;
}

describe('a group', () => {
  it('starts real processes, spreads them over zones and registers them', async () => {
    await using fixture = new FleetFixture({ block: 0 });
    expect(await fixture.change({ desiredCapacity: 2 })).toEqual([]);
    const instances = await fixture.untilInService(2);
    expect(instances.map(({ zone }) => zone).sort()).toEqual(['us-east-1a', 'us-east-1b']);
    for (const instance of instances) {
      expect(instance.instanceId).toMatch(/^i-[0-9a-f]{17}$/);
      const answer = await get(instance.loopbackAddress, '/');
      expect(answer).toEqual({ status: 200, body: String(instance.processId) });
      expect(fixture.targets.registered.get(instance.instanceId)).toMatchObject({
        targetGroupArn: TARGET_GROUP_ARN,
        port: WEB_PORT,
        zone: instance.zone,
      });
      expect(fixture.network.interfaces.get(instance.loopbackAddress)).toMatchObject({
        privateIp: instance.privateIp,
        securityGroupIds: ['sg-web'],
      });
      expect(instance.tags).toContainEqual({ key: 'site', value: 'ticketing' });
    }
    expect(fixture.fleet.describeActivities({ groupName: 'web' })[0]?.cause).toMatch(
      /request created an AutoScalingGroup changing the desired capacity from 0 to 2\. {2}At /,
    );
  });

  it('gives programs a clean environment with the variables of the user data', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'the-users-own');
    await using fixture = new FleetFixture({ block: 3 });
    await fixture.change({});
    const [instance] = await fixture.untilInService(1);
    vi.unstubAllEnvs();
    const { body } = await get(instance?.loopbackAddress ?? '', '/environment');
    const environment = JSON.parse(body) as Record<string, string>;
    expect(environment).toMatchObject({
      GREETING: 'hello',
      HOST: '127.0.0.1',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      TZ: 'UTC',
    });
    expect(environment['HOME']).toBe(
      join(fixture.folder, 'fleet', 'homes', instance?.instanceId ?? ''),
    );
    // Nothing else comes from whoever started the engine. The last three are a shell's own.
    const own = [
      'AWS_DEFAULT_REGION',
      'AWS_EC2_METADATA_SERVICE_ENDPOINT',
      'AWS_REGION',
      'GREETING',
    ];
    const system = ['HOME', 'HOST', 'INVOCATION_ID', 'LANG', 'PATH', 'PORT', 'TZ'];
    const names = Object.keys(environment).filter((name) => !/^(PWD|SHLVL|_)$/.test(name));
    expect(names.sort()).toEqual([...own, ...system].sort());
  });

  it('replaces an instance whose program ends, and keeps its output', async () => {
    await using fixture = new FleetFixture({ block: 6 });
    await fixture.change({});
    const [first] = await fixture.untilInService(1);
    if (first === undefined) throw new Error('no instance');
    await expect(get(first.loopbackAddress, '/crash')).rejects.toThrow();
    const [second] = await until(
      () => {
        const [instance] = fixture.inService();
        return instance && instance.instanceId !== first.instanceId ? [instance] : undefined;
      },
      { withinMs: 15_000, what: 'a replacement' },
    );
    expect(second.loopbackAddress).not.toBe(first.loopbackAddress);
    const { lines } = fixture.fleet.instanceOutput({ instanceId: first.instanceId });
    expect(lines).toContain('crashing as asked');
    expect(lines.at(-1)).toBe('[understudy] the program ended: exit code 7');
    const log = join(fixture.folder, 'fleet', 'instances', `${first.instanceId}.log`);
    await until(() => readFileSync(log, 'utf8').includes('crashing as asked'), {
      withinMs: 2_000,
      what: 'the output on disk',
    });
    const causes = fixture.fleet
      .describeActivities({ groupName: 'web' })
      .map(({ cause }) => cause.replace(/^At \S+ /, ''));
    expect(causes).toContain(
      'an instance was taken out of service in response to an EC2 health check ' +
        'indicating it has been terminated or stopped.',
    );
    expect(causes).toContain(
      'an instance was launched in response to an unhealthy instance needing to be replaced.',
    );
    expect(fixture.events.of('instance').map(({ state }) => state)).toEqual(
      expect.arrayContaining(['pending', 'in-service', 'unhealthy', 'terminating', 'terminated']),
    );
  });

  it('replaces the program of an instance, which goes on under its name and address', async () => {
    await using fixture = new FleetFixture({ block: 57 });
    const directory = fixture.image({ 'server.mjs': answering('one') });
    fixture.useImage(directory);
    await fixture.change({});
    const [instance] = await fixture.untilInService(1);
    if (instance === undefined) throw new Error('no instance');
    const { instanceId, loopbackAddress } = instance;
    expect(await page(loopbackAddress)).toBe('one');

    writeFileSync(join(directory, 'server.mjs'), answering('two'));
    await fixture.fleet.replaceProgram({ instanceId });
    expect(await page(loopbackAddress)).toBe('two');

    writeFileSync(join(directory, 'server.mjs'), `throw new Error('no database')`);
    await expect(fixture.fleet.replaceProgram({ instanceId })).rejects.toMatchObject({
      code: 'AppDidNotStart',
      message: expect.stringContaining('no database') as string,
    });
    expect(await page(loopbackAddress)).toBe('two');
    expect(fixture.inService().map((one) => one.instanceId)).toEqual([instanceId]);
    const output = fixture.fleet.instanceOutput({ instanceId });
    expect(output.lines.filter((line) => line.startsWith('serving '))).toEqual([
      'serving one',
      'serving two',
    ]);
    expect(output).toMatchObject({ written: output.lines.length, isEnded: true });
  });

  it('replaces no program of an instance that is not here', async () => {
    await using fixture = new FleetFixture({ block: 60 });
    await expect(fixture.fleet.replaceProgram({ instanceId: 'i-0' })).rejects.toThrow('i-0');
  });

  it('counts launches that fail, slows down, and tells the last output', async () => {
    await using fixture = new FleetFixture({ block: 9, speed: 1 });
    fixture.useImage(fixture.image({ 'server.mjs': `throw new Error('no database')` }));
    await fixture.change({});
    const group = await until(
      () => fixture.fleet.describeGroups().find((state) => state.failedLaunchesInARow >= 3),
      { withinMs: 15_000, what: 'three failed launches' },
    );
    const { lines } = fixture.fleet.instanceOutput({
      instanceId: group.lastFailedInstanceId ?? '',
    });
    expect(lines.join('\n')).toContain('no database');
    const failures = fixture.fleet.describeActivities({ groupName: 'web' });
    expect(failures.every(({ status }) => status === 'Failed')).toBe(true);
    expect(failures[0]?.description).toMatch(
      /the program ended: exit code 1.*Launching EC2 instance failed/,
    );
    expect(fixture.inService()).toEqual([]);
  });

  it('gives up on a program that never listens, and says so', async () => {
    await using fixture = new FleetFixture({ block: 12, limits: { inServiceWaitWallMs: 600 } });
    const idle = `console.log('thinking'); setInterval(() => {}, 1000)`;
    fixture.useImage(fixture.image({ 'server.mjs': idle }));
    await fixture.change({});
    const group = await until(
      () => fixture.fleet.describeGroups().find((state) => state.failedLaunchesInARow >= 1),
      { withinMs: 15_000, what: 'a failed launch' },
    );
    const instanceId = group.lastFailedInstanceId ?? '';
    const { lines } = fixture.fleet.instanceOutput({ instanceId });
    expect(lines[0]).toBe('thinking');
    expect(lines.at(-1)).toMatch(/did not listen on its PORT \(\d+\) within 0.6 s$/);
  });

  it('fails a launch whose Procfile is wrong, naming the line', async () => {
    await using fixture = new FleetFixture({ block: 15 });
    fixture.useImage(fixture.image({ Procfile: '# hello\nnode server.mjs\n' }));
    await fixture.change({});
    const group = await until(
      () => fixture.fleet.describeGroups().find((state) => state.failedLaunchesInARow >= 1),
      { withinMs: 15_000, what: 'a failed launch' },
    );
    const { lines } = fixture.fleet.instanceOutput({
      instanceId: group.lastFailedInstanceId ?? '',
    });
    expect(lines.at(-1)).toContain("line 2 of the Procfile is not 'name: command'");
  });

  it('follows the desired capacity up and down, and drains before it ends anything', async () => {
    await using fixture = new FleetFixture({ block: 18 });
    await fixture.change({ desiredCapacity: 2, minSize: 0 });
    const before = await fixture.untilInService(2);
    let drained = (): void => undefined;
    fixture.targets.draining = new Promise((resolve) => (drained = resolve));
    await fixture.change({ desiredCapacity: 1, desiredRevision: 2 });
    const leaving = fixture.fleet
      .describeInstances()
      .find(({ lifecycleState }) => lifecycleState === 'Terminating');
    expect(before.map(({ instanceId }) => instanceId)).toContain(leaving?.instanceId);
    expect(fixture.targets.registered.has(leaving?.instanceId ?? '')).toBe(false);
    expect(await get(leaving?.loopbackAddress ?? '', '/')).toMatchObject({ status: 200 });
    drained();
    await fixture.untilInService(1);
    expect(isAlive(leaving?.processId ?? 0)).toBe(false);
    await expect(get(leaving?.loopbackAddress ?? '', '/')).rejects.toThrow('ECONNREFUSED');
    const [activity] = fixture.fleet.describeActivities({ groupName: 'web' });
    expect(activity?.cause).toContain('shrinking the capacity from 2 to 1.');
    expect(activity?.cause).toContain(
      `instance ${leaving?.instanceId} was selected for termination`,
    );
  });

  it('scales by an alarm once, and not again until the cooldown is over', async () => {
    await using fixture = new FleetFixture({ block: 21, speed: 5 });
    fixture.config.scalingPolicies = [policy({ cooldownSeconds: 10 })];
    await fixture.change({});
    await fixture.untilInService(1);
    const alarm = (): void =>
      fixture.fleet.executePolicy(
        'arn:policy',
        'a monitor alarm busy in state ALARM triggered policy out',
      );
    alarm();
    alarm();
    expect(fixture.fleet.describeGroups()[0]?.desiredCapacity).toBe(2);
    await fixture.untilInService(2);
    alarm();
    expect(fixture.fleet.describeGroups()[0]?.desiredCapacity).toBe(2);
    expect(() =>
      fixture.fleet.executePolicyNow({ policyArn: 'arn:policy', honorCooldown: true }),
    ).toThrow('scaling activities in progress');
    await until(
      () => {
        alarm();
        return fixture.fleet.describeGroups()[0]?.desiredCapacity === 3;
      },
      { withinMs: 15_000, what: 'the end of the cooldown' },
    );
    expect(
      fixture.fleet.describeActivities({ groupName: 'web' }).map(({ cause }) => cause),
    ).toContainEqual(
      expect.stringMatching(
        /in state ALARM triggered policy out changing the desired capacity from 1 to 2\. {2}At /,
      ),
    );
  });

  it('replaces what a target group calls unhealthy, terminating first', async () => {
    await using fixture = new FleetFixture({ block: 24, speed: 60 });
    await fixture.change({});
    const [first] = await fixture.untilInService(1);
    fixture.targets.states.set(first?.instanceId ?? '', 'unhealthy');
    await until(
      () => fixture.inService()[0]?.instanceId !== first?.instanceId && fixture.inService()[0],
      {
        withinMs: 15_000,
        what: 'a replacement',
      },
    );
    expect(
      fixture.fleet.describeActivities({ groupName: 'web' }).map(({ cause }) => cause),
    ).toContainEqual(expect.stringContaining('in response to an ELB system health check failure.'));
  });

  it('remembers over a restart what policies made of the desired capacity', async () => {
    await using fixture = new FleetFixture({ block: 27 });
    fixture.config.scalingPolicies = [policy({})];
    await fixture.change({});
    await fixture.untilInService(1);
    fixture.fleet.executePolicyNow({ policyArn: 'arn:policy', honorCooldown: false });
    const before = await fixture.untilInService(2);
    await fixture.fleet.close();
    expect(before.filter(({ processId }) => isAlive(processId ?? 0))).toEqual([]);
    const next = fixture.makeFleet();
    await next.apply(structuredClone(fixture.config));
    expect(next.describeGroups()[0]?.desiredCapacity).toBe(2);
    fixture.group.desiredRevision = 2;
    await next.apply(structuredClone(fixture.config));
    expect(next.describeGroups()[0]?.desiredCapacity).toBe(1);
    await next.close();
  });

  it('launches a changed template only for new instances', async () => {
    await using fixture = new FleetFixture({ block: 30 });
    await fixture.change({});
    const [old] = await fixture.untilInService(1);
    await fixture.change({
      launch: { ...fixture.group.launch, launchTemplateVersion: 2 },
      desiredCapacity: 2,
      desiredRevision: 2,
    });
    const both = await fixture.untilInService(2);
    expect(both.map(({ launchTemplateVersion }) => launchTemplateVersion).sort()).toEqual([1, 2]);
    // Scale-in prefers the outdated one.
    await fixture.change({ desiredCapacity: 1, desiredRevision: 3 });
    const [left] = await fixture.untilInService(1);
    expect(left?.instanceId).not.toBe(old?.instanceId);
  });

  it('terminates one instance on request, lowering the desired capacity or not', async () => {
    await using fixture = new FleetFixture({ block: 33 });
    await fixture.change({ desiredCapacity: 2 });
    const [one] = await fixture.untilInService(2);
    const instanceId = one?.instanceId ?? '';
    const { activity } = fixture.fleet.terminateInstance({
      instanceId,
      decrementDesiredCapacity: true,
    });
    expect(fixture.fleet.describeActivities({ groupName: 'web' })[0]?.activityId).toBe(activity);
    const [left] = await fixture.untilInService(1);
    const last = { instanceId: left?.instanceId ?? '', decrementDesiredCapacity: true };
    expect(() => fixture.fleet.terminateInstance(last)).toThrow(
      'Currently, desiredSize equals minSize (1).',
    );
    fixture.fleet.terminateInstance({ ...last, decrementDesiredCapacity: false });
    const [replacement] = await fixture.untilInService(1);
    expect(replacement?.instanceId).not.toBe(left?.instanceId);
    expect(() =>
      fixture.fleet.terminateInstance({ instanceId, decrementDesiredCapacity: false }),
    ).toThrow(`No managed instance found for instance ID: ${instanceId}`);
  });

  it('terminates the instances of a group that is gone from the document', async () => {
    await using fixture = new FleetFixture({ block: 36 });
    await fixture.change({});
    const [instance] = await fixture.untilInService(1);
    fixture.config.groups = [];
    await fixture.fleet.apply(structuredClone(fixture.config));
    await fixture.untilInService(0);
    expect(isAlive(instance?.processId ?? 0)).toBe(false);
    expect(fixture.network.interfaces.size).toBe(0);
    expect(fixture.fleet.describeInstances()).toMatchObject([{ lifecycleState: 'Terminated' }]);
  });

  it('boots the built-in responder of an image that it does not know', async () => {
    await using fixture = new FleetFixture({ block: 45 });
    fixture.config.images = [{ imageId: 'ami-web', name: 'amzn2' }];
    await fixture.change({});
    const [instance] = await fixture.untilInService(1);
    const address = instance?.loopbackAddress ?? '';
    const identity = {
      instanceId: instance?.instanceId,
      region: 'us-east-1',
      availabilityZone: 'us-east-1a',
    };
    const json = await get(address, '/any/path', { headers: { Accept: 'application/json' } });
    expect(json.status).toBe(200);
    expect(JSON.parse(json.body)).toEqual(identity);
    expect((await get(address, '/')).body).toContain(`instance ${instance?.instanceId}\n`);
  });

  it('moves to the zones that it is told, launching before it ends anything', async () => {
    await using fixture = new FleetFixture({ block: 48 });
    await fixture.change({ subnetIds: ['subnet-1'] });
    const [before] = await fixture.untilInService(1);
    await fixture.change({ subnetIds: ['subnet-2'] });
    const after = await until(
      () => {
        const instances = fixture.inService();
        expect(instances.length).toBeGreaterThan(0);
        return instances.every(({ zone }) => zone === 'us-east-1b') && instances;
      },
      { withinMs: 15_000, what: 'the move' },
    );
    expect(after.map(({ instanceId }) => instanceId)).not.toContain(before?.instanceId);
  });

  it('tells whether a connection would be admitted, and why not', async () => {
    await using fixture = new FleetFixture({ block: 51 });
    await fixture.change({});
    const [instance] = await fixture.untilInService(1);
    const test = { from: instance?.privateIp ?? '', instanceId: instance?.instanceId ?? '' };
    fixture.network.refusedPorts.add(22);
    expect(fixture.fleet.testReachability({ ...test, port: 22 })).toEqual({
      admitted: false,
      reason: 'no rule admits port 22',
    });
    expect(fixture.fleet.testReachability({ ...test, port: WEB_PORT }).admitted).toBe(true);
    expect(fixture.fleet.locate(test.instanceId)).toEqual({
      zone: 'us-east-1a',
      loopbackAddress: instance?.loopbackAddress,
    });
  });

  it('registers with what is attached, and drains from what is detached', async () => {
    await using fixture = new FleetFixture({ block: 54 });
    await fixture.change({ targetGroupArns: [] });
    const [instance] = await fixture.untilInService(1);
    expect(fixture.targets.registered.size).toBe(0);
    expect(await get(instance?.loopbackAddress ?? '', '/', { port: 8_080 })).toMatchObject({
      status: 200,
    });
    await fixture.change({ targetGroupArns: [TARGET_GROUP_ARN] });
    expect([...fixture.targets.registered.keys()]).toEqual([instance?.instanceId]);
    expect(await get(instance?.loopbackAddress ?? '', '/')).toMatchObject({ status: 200 });
    await fixture.change({ targetGroupArns: [] });
    expect(fixture.targets.registered.size).toBe(0);
  });

  it('starts nothing while Launch is suspended', async () => {
    await using fixture = new FleetFixture({ block: 57 });
    await fixture.change({ suspendedProcesses: ['Launch'] });
    expect(fixture.fleet.describeInstances()).toEqual([]);
    await fixture.change({ suspendedProcesses: ['AddToLoadBalancer'] });
    await fixture.untilInService(1);
    expect(fixture.targets.registered.size).toBe(0);
  });

  it('says what it cannot do with the document', async () => {
    await using fixture = new FleetFixture({ block: 42 });
    fixture.group.launch.userData = '#!/bin/sh\nyum install nginx\n';
    delete fixture.config.targetGroups;
    const problems = await fixture.change({ subnetIds: ['subnet-9'] });
    expect(problems).toEqual([
      "the target groups' ports were not told to the fleet; it takes 80",
      'group web: there is no subnet subnet-9',
    ]);
    await fixture.change({});
    expect(fixture.events.of('log').map(({ message }) => message)).toEqual([
      'group web: user data that is a script is not run here',
    ]);
  });
});
