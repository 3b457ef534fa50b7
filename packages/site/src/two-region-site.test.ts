import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defineSite } from './config.ts';
import { TwoRegionSite } from './two-region-site.ts';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

const base = mkdtempSync(path.join(os.tmpdir(), 'own-app-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let templates: Template[];

/** An app of somebody's own, which knows nothing of context, with two sites in it. */
beforeAll(() => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  mkdirSync(path.join(base, 'web'));
  writeFileSync(path.join(base, 'web/Procfile'), 'web: node server.js\n');
  const app = new App({ outdir: path.join(base, 'cdk.out'), analyticsReporting: false });
  for (const domain of ['shop.example', 'blog.example']) {
    const config = defineSite(
      {
        domain,
        primary: 'eu-central-1',
        standby: 'us-east-1',
        web: { app: './web' },
        assets: './web',
      },
      base,
    );
    new TwoRegionSite(app, config.name, { config, account: '111122223333' });
  }
  templates = app.synth().stacks.map((stack) => stack.template as Template);
}, 60_000);

const resources = (): { Type: string; Properties?: Record<string, unknown> }[] =>
  templates.flatMap((template) => Object.values(template.Resources));

test('values cross regions without exports, and nothing needs a Lambda function', () => {
  expect(JSON.stringify(templates)).not.toContain('Fn::ImportValue');
  expect(JSON.stringify(templates)).toContain('Fn::GetStackOutput');
  const types = new Set(resources().map(({ Type }) => Type));
  expect([...types].filter((type) => /^Custom::|Lambda/.test(type))).toEqual([]);
});

test('no role has a name that another site, or another app of the account, could have', () => {
  const names = resources()
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ Properties }) => Properties?.['RoleName'])
    .filter((name) => name !== undefined);
  expect(names.every((name) => typeof name === 'string' && /[0-9A-F]{8}$/i.test(name))).toBe(true);
  expect(new Set(names).size).toBe(names.length);
});

test("the two regions' networks do not overlap, and are a region's own", () => {
  const ranges = resources()
    .filter(({ Type }) => Type === 'AWS::EC2::VPC')
    .map(({ Properties }) => Properties?.['CidrBlock']);
  expect(new Set(ranges)).toEqual(new Set(['10.0.0.0/16', '10.8.0.0/16']));
  expect(ranges).toHaveLength(4);
});

test('a region has its rules between groups under the same names in either role', () => {
  const rules = templates.map((template) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => /SecurityGroup(Ingress|Egress)$/.test(Type))
      .map(([logicalId]) => logicalId),
  );
  const regional = rules.filter((ids) => ids.length > 0);
  expect(regional).toEqual(Array(4).fill(['BalancerToWeb', 'WebFromBalancer']));
});
