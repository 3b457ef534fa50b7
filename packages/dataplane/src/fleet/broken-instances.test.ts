import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { InjectedFault } from '@understudy/contract';
import { until } from '@understudy/contract/testing';
import { describe, expect, it } from 'vitest';
import { FleetFixture, get, isAlive, WEB_PORT } from './testing/fleet-rig.ts';

const region = 'us-east-1';
const SPEED = 20;

async function oneInstance(
  block: number,
): Promise<{ fixture: FleetFixture; address: string; processId: number; instanceId: string }> {
  const fixture = new FleetFixture({ block, speed: SPEED });
  await fixture.change({});
  const [instance] = await fixture.untilInService(1);
  if (instance?.processId === undefined) throw new Error('no instance');
  const { loopbackAddress: address, processId, instanceId } = instance;
  return { fixture, address, processId, instanceId };
}

/** The status, over a connection that is kept. */
function ask(agent: Agent, address: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: address, port: WEB_PORT, path, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end();
  });
}

describe('a path of the web app', () => {
  it('answers 500 while it is broken, on connections that are open too, and others are well', async () => {
    const { fixture, address } = await oneInstance(60);
    await using _ = fixture;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await ask(agent, address, '/buy?seat=1')).toBe(200);
    fixture.faults.apply([{ subject: 'path', region, path: '/buy', mode: 'error' }]);
    expect(await ask(agent, address, '/health')).toBe(200);
    expect(await ask(agent, address, '/buy?seat=1')).toBe(500);
    expect((await get(address, '/buy', { method: 'POST' })).status).toBe(500);
    fixture.faults.apply([]);
    expect(await ask(agent, address, '/buy?seat=1')).toBe(200);
    agent.destroy();
  });

  it('answers late while it is slow, and goes on whole', async () => {
    const { fixture, address } = await oneInstance(62);
    await using _ = fixture;
    fixture.faults.apply([{ subject: 'path', region, path: '/s*', mode: 'slow', delaySeconds: 4 }]);
    const began = performance.now();
    expect((await get(address, '/slow')).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(4_000 / SPEED - 1);
  });
});

describe('an instance', () => {
  it('that hangs takes connections and answers nothing, and goes on when it is healed', async () => {
    const { fixture, address, processId } = await oneInstance(64);
    await using _ = fixture;
    fixture.faults.apply([{ subject: 'instances', region, mode: 'hang' }]);
    await until(() => stateOf(processId) === 'T', { withinMs: 5_000, what: 'it is stopped' });
    const answer = get(address, '/');
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    expect(await opens(address)).toBe(true);
    expect(isAnswered).toBe(false);
    fixture.faults.apply([]);
    expect(await answer).toEqual({ status: 200, body: String(processId) });
  });

  it('that is named crashes, and another one takes its place', async () => {
    const { fixture, instanceId, processId } = await oneInstance(66);
    await using _ = fixture;
    const fault: InjectedFault = {
      ...{ subject: 'instances', region, instanceIds: [instanceId], mode: 'crash' },
    };
    fixture.faults.apply([fault]);
    await until(() => !isAlive(processId), { withinMs: 5_000, what: 'its program is gone' });
    const replaced = await until(
      () => fixture.inService().find((one) => one.instanceId !== instanceId),
      { withinMs: 15_000, what: 'another instance' },
    );
    expect((await get(replaced.loopbackAddress, '/')).status).toBe(200);
  });
});

describe('a dependency on this machine', () => {
  it('is named to the program by an address of the region, and breaks there', async () => {
    const fixture = new FleetFixture({ block: 72, speed: SPEED });
    await using _ = fixture;
    fixture.group.launch.userData = 'PAYMENTS_URL=http://localhost:1/pay\n';
    expect(await fixture.change({})).toEqual([]);
    const [instance] = await fixture.untilInService(1);
    const { body } = await get(instance?.loopbackAddress ?? '', '/environment');
    const { hostname, port, pathname } = new URL(
      (JSON.parse(body) as { PAYMENTS_URL: string }).PAYMENTS_URL,
    );
    expect([hostname, pathname]).toEqual([fixture.config.dependencyAddress, '/pay']);
    fixture.faults.apply([{ subject: 'dependency', port: 1, mode: 'error' }]);
    expect((await get(hostname, '/pay', { port: Number(port) })).status).toBe(503);
  });
});

describe('a zone without room', () => {
  it('fails launches in AWS’s words, and the group goes to another zone', async () => {
    const fixture = new FleetFixture({ block: 68, speed: SPEED });
    await using _ = fixture;
    fixture.faults.apply([{ subject: 'capacity', region, zone: 'us-east-1a', mode: 'refuse' }]);
    await fixture.change({ desiredCapacity: 2 });
    const instances = await fixture.untilInService(2);
    expect(instances.map(({ zone }) => zone)).toEqual(['us-east-1b', 'us-east-1b']);
    const failed = fixture.fleet
      .describeActivities({ groupName: 'web' })
      .filter(({ status }) => status === 'Failed');
    expect(failed[0]?.description).toMatch(
      /Status Reason: We currently do not have sufficient .* capacity in the Availability Zone you requested \(us-east-1a\)\. .* choosing us-east-1b\. Launching EC2 instance failed\.$/,
    );
  });
});

function opens(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(WEB_PORT, address, () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });
}

/** `T` where it is stopped. */
function stateOf(processId: number): string | undefined {
  return /\) (\S)/.exec(readFileSync(`/proc/${processId}/stat`, 'utf8'))?.[1];
}
