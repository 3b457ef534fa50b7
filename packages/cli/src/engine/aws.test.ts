import process from 'node:process';
import type { EngineInfo } from '@understudy/engine';
import { afterEach, expect, test, vi } from 'vitest';
import { clientEnvironment, clientSettings, environmentFor } from './aws.ts';

const INFO: EngineInfo = {
  pid: 1,
  startedAt: 'then',
  version: '0.1.0',
  endpoint: 'http://127.0.0.1:4700',
  token: 'token',
  account: '111122223333',
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'secret',
  regions: ['us-east-1'],
  speed: 1,
  caFile: '/state/ca/root.pem',
  dns: { address: '127.10.0.2', port: 53 },
  privilegedPortOffset: 0,
};

afterEach(() => {
  vi.unstubAllEnvs();
});

test('any AWS client finds the engine by the environment', () => {
  expect(clientEnvironment(INFO, 'eu-west-1')).toEqual({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4700',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: '',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CA_BUNDLE: '/state/ca/root.pem',
    NODE_EXTRA_CA_CERTS: '/state/ca/root.pem',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

test("a child's environment has none of the user's own AWS settings", () => {
  vi.stubEnv('AWS_PROFILE', 'production');
  vi.stubEnv('AWS_SESSION_TOKEN', 'of the user');
  vi.stubEnv('EDITOR', 'ed');
  const environment = environmentFor(INFO, 'us-east-1');
  expect(environment).not.toHaveProperty('AWS_PROFILE');
  expect(environment).not.toHaveProperty('AWS_SESSION_TOKEN');
  expect(environment).toMatchObject({
    EDITOR: 'ed',
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: INFO.endpoint,
  });
});

test('a client asks once: a rehearsal must show failures', () => {
  expect(clientSettings(INFO, 'us-east-1')).toMatchObject({ maxAttempts: 1, region: 'us-east-1' });
});
