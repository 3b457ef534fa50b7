import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, LegacyStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib/core';
import { CfnSubnet, CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { SystemClock } from '@understudy/dataplane';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDeps, TEST_ACCOUNT } from '../../kernel/kernel.fixture.ts';
import { startEndpoint } from './testing/endpoint.ts';
import { Harness } from './testing/harness.ts';

// The real toolkit, as `cdk deploy` of a user's own app runs it, against the service through the
// real codec.

interface SiteOptions {
  cidr: string;
  /** Fails the second stack. */
  broken?: boolean;
}

const POLL_MS = 20;
const harness = new Harness({
  deps: testDeps({ clock: new SystemClock({ speed: 1, epochMs: 0 }) as never }),
});
const folder = mkdtempSync(join(tmpdir(), 'understudy-toolkit-'));
let endpoint: Awaited<ReturnType<typeof startEndpoint>>;

beforeAll(async () => {
  endpoint = await startEndpoint(harness.service);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_ACCESS_KEY_ID: 'AKIATOOLKITTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_HOME: folder,
    CDK_VALIDATION: 'false',
  });
});

afterAll(async () => {
  await harness.service.stop();
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

function site(outdir: string, options: SiteOptions) {
  const app = new App({
    outdir,
    context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' },
    analyticsReporting: false,
  });
  // The library's types are not made for exactOptionalPropertyTypes.
  const props = (region: string): StackProps =>
    ({
      env: { account: TEST_ACCOUNT, region },
      synthesizer: new LegacyStackSynthesizer(),
    }) as StackProps;
  const network = new Stack(app, 'site-network', props('ap-northeast-2'));
  const vpc = new CfnVPC(network, 'Vpc', { cidrBlock: options.cidr });
  new CfnOutput(network, 'Cidr', { value: options.cidr });
  const edge = new Stack(app, 'site-edge', props('us-east-1'));
  new CfnSubnet(edge, 'Subnet', {
    vpcId: vpc.ref,
    cidrBlock: '10.0.1.0/24',
    ...(options.broken === true ? { availabilityZone: 'nowhere' } : {}),
  });
  return app.synth();
}

async function toolkit() {
  const { Toolkit, NonInteractiveIoHost, StackSelectionStrategy } =
    await import('@aws-cdk/toolkit-lib');
  const codes: string[] = [];
  class QuietHost extends NonInteractiveIoHost {
    override notify(message: { code?: string | undefined }): Promise<void> {
      codes.push(message.code ?? '');
      return Promise.resolve();
    }
  }
  const cdk = new Toolkit({ ioHost: new QuietHost(), color: false, emojis: false });
  const stacks = { strategy: StackSelectionStrategy.ALL_STACKS };
  const source = (options: SiteOptions) =>
    cdk.fromAssemblyBuilder(({ outdir }) => Promise.resolve(site(outdir ?? folder, options)), {
      outdir: mkdtempSync(join(folder, 'cdk.out-')),
    });
  return {
    codes,
    deploy: async (options: SiteOptions) =>
      cdk.deploy(await source(options), {
        stacks,
        stackEventPollingInterval: POLL_MS,
        deploymentMethod: { method: 'change-set' },
      }),
    destroy: async (options: SiteOptions) =>
      cdk.destroy(await source(options), { stacks, stackEventPollingInterval: POLL_MS }),
  };
}

test('the CDK toolkit deploys, sees no changes, updates, fails and destroys two stacks', async () => {
  const cdk = await toolkit();
  const began = harness.world.calls;
  const since = (): string[] =>
    began.splice(0).map(({ verb, logicalId }) => `${verb} ${logicalId}`);

  const first = await cdk.deploy({ cidr: '10.0.0.0/16' });
  expect(first.stacks.map((stack) => [stack.stackName, stack.environment.region])).toEqual([
    ['site-network', 'ap-northeast-2'],
    ['site-edge', 'us-east-1'],
  ]);
  expect(first.stacks[0]?.outputs['Cidr']).toBe('10.0.0.0/16');
  expect(began[1]?.properties).toMatchObject({ VpcId: began[0]?.physicalId });
  expect(since()).toEqual(['create Vpc', 'create Subnet']);
  expect(cdk.codes).toContain('CDK_TOOLKIT_I5502');

  await cdk.deploy({ cidr: '10.0.0.0/16' });
  expect(since()).toEqual([]);

  await cdk.deploy({ cidr: '10.7.0.0/16' });
  expect(since()).toEqual(['create Vpc', 'remove Vpc', 'create Subnet', 'remove Subnet']);

  harness.world.failures.set('create Subnet', 'There is no such zone');
  await expect(cdk.deploy({ cidr: '10.7.0.0/16', broken: true })).rejects.toThrow(
    'There is no such zone',
  );
  expect((await harness.stack('site-edge')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  harness.world.failures.clear();

  await cdk.destroy({ cidr: '10.7.0.0/16' });
  expect(harness.world.live.size).toBe(0);
  await expect(harness.stack('site-edge')).rejects.toThrow('does not exist');
}, 60_000);
