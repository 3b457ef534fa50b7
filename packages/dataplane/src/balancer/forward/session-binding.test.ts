import { afterEach, describe, expect, test } from 'vitest';
import { GROUP_ARN, Rig, targetGroup } from '../balancer.fixture.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

let block = 130;
async function start(speed = 10, ...changed: Parameters<Rig['apply']>): Promise<Rig> {
  block += 1;
  const rig = new Rig(`127.104.${block}`, speed);
  rigs.push(rig);
  await rig.apply(...changed);
  return rig;
}

const sticky = (type: 'lb_cookie' | 'app_cookie', durationSeconds = 86_400) => ({
  group: {
    attributes: {
      ...targetGroup().attributes,
      stickiness: { enabled: true, type, durationSeconds, appCookieName: 'session' },
    },
  },
});

describe('stickiness', () => {
  async function twoTargets(rig: Rig, setCookie = false): Promise<void> {
    for (const name of ['one', 'two']) {
      const made = await rig.target((_, response) => {
        if (setCookie) response.setHeader('Set-Cookie', `session=${name}`);
        response.end(name);
      });
      await rig.untilState(made.instanceId, 'healthy');
    }
  }
  const cookiesOf = (headers: NodeJS.Dict<string | string[]>): string =>
    [headers['set-cookie'] ?? []]
      .flat()
      .map((line) => line.split(';')[0])
      .join('; ');

  test('by the load balancer’s cookie keeps a viewer at its target', async () => {
    const rig = await start(10, sticky('lb_cookie'));
    await twoTargets(rig);
    const first = await rig.get('/');
    const lines = [first.headers['set-cookie'] ?? []].flat();
    expect(lines[0]).toMatch(/^AWSALB=\S+; Expires=\w{3}, .* GMT; Path=\/$/);
    expect(lines[1]).toMatch(/^AWSALBCORS=\S+; Expires=.*; Path=\/; SameSite=None$/);
    const headers = { Cookie: cookiesOf(first.headers) };
    for (let index = 0; index < 5; index += 1)
      expect((await rig.get('/', { headers })).body).toBe(first.body);
  });

  // docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html: "With CORS,
  // some browsers require SameSite=None; Secure to enable stickiness."
  test('by AWSALBCORS alone, which is all that a cross-origin request brings', async () => {
    const rig = await start(10, sticky('lb_cookie'));
    await twoTargets(rig);
    const first = await rig.get('/');
    const [, cors = ''] = cookiesOf(first.headers).split('; ');
    expect(cors).toMatch(/^AWSALBCORS=/);
    const headers = { Cookie: cors };
    for (let index = 0; index < 5; index += 1)
      expect((await rig.get('/', { headers })).body).toBe(first.body);
  });

  test('takes a cookie that it cannot read for none', async () => {
    const rig = await start(10, sticky('lb_cookie'));
    await twoTargets(rig);
    const headers = { Cookie: 'AWSALB=bm9uc2Vuc2Vub25zZW5zZW5vbnNlbnNlbm9uc2Vuc2U' };
    const bodies = [await rig.get('/', { headers }), await rig.get('/', { headers })];
    expect(new Set(bodies.map((answer) => answer.body)).size).toBe(2);
  });

  test('ends with its duration', async () => {
    const rig = await start(50, sticky('lb_cookie', 1));
    await twoTargets(rig);
    const first = await rig.get('/');
    const headers = { Cookie: cookiesOf(first.headers) };
    await rig.clock.sleep(1_500);
    const bodies = [await rig.get('/', { headers }), await rig.get('/', { headers })];
    expect(new Set(bodies.map((answer) => answer.body)).size).toBe(2);
  });

  test('moves on when its target is unhealthy', async () => {
    const rig = await start(50, sticky('lb_cookie'));
    await twoTargets(rig);
    const first = await rig.get('/');
    const headers = { Cookie: cookiesOf(first.headers) };
    void rig.balancers.deregister(GROUP_ARN, first.body === 'one' ? 'i-1' : 'i-2');
    const next = await rig.get('/', { headers });
    expect(next.body).not.toBe(first.body);
    expect(cookiesOf(next.headers)).toContain('AWSALB=');
  });

  test('by the application’s cookie needs both cookies', async () => {
    const rig = await start(10, sticky('app_cookie'));
    await twoTargets(rig, true);
    const first = await rig.get('/');
    const cookie = cookiesOf(first.headers);
    expect(cookie).toMatch(/session=.*AWSALBAPP-0=/);
    for (let index = 0; index < 3; index += 1)
      expect((await rig.get('/', { headers: { Cookie: cookie } })).body).toBe(first.body);
    const onlyOurs = { Cookie: cookie.replace(/session=\w+; /, '') };
    const bodies = [
      await rig.get('/', { headers: onlyOurs }),
      await rig.get('/', { headers: onlyOurs }),
    ];
    expect(new Set(bodies.map((answer) => answer.body)).size).toBe(2);
  });
});
