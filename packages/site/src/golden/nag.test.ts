import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defineSite } from '../config.ts';
import type { SiteOptions } from '../options.ts';
import { TwoRegionSite } from '../two-region-site.ts';
import { LEAST, OPTIONS } from './options.fixture.ts';

/**
 * The rules that AWS's solutions library is held to, over the site with each of its options. What a
 * site does otherwise is acknowledged where it is done, with the reason.
 */
const base = mkdtempSync(path.join(os.tmpdir(), 'nag-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeAll(() => {
  vi.stubEnv('CDK_VALIDATION', 'false'); // see synthesize.test.ts
  for (const folder of ['web', 'assets', 'other']) {
    mkdirSync(path.join(base, folder));
    writeFileSync(path.join(base, folder, 'Procfile'), 'web: node server.js\n');
  }
});

function newApp(): App {
  return new App({ outdir: mkdtempSync(path.join(base, 'cdk.out-')), analyticsReporting: false });
}

/** A rule and the construct that breaks it, each. */
function findings(app: App): string[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

function siteFindings(options: SiteOptions): string[] {
  const app = newApp();
  const config = defineSite(options, base);
  new TwoRegionSite(app, config.name, { config, account: '111122223333' });
  return findings(app);
}

describe("AWS Solutions' rules", () => {
  test('find what nobody acknowledged', () => {
    const app = newApp();
    new s3.Bucket(new Stack(app, 'Plain'), 'Bucket');
    expect(findings(app)).toEqual([
      'AwsSolutions-S1 Plain/Bucket/Resource',
      'AwsSolutions-S10 Plain/Bucket/Resource',
    ]);
  });

  test('find nothing in a site of one’s own', () => {
    const { domain, primary, standby } = LEAST;
    expect(siteFindings({ domain, primary, standby, web: { app: './web' } })).toEqual([]);
  });

  test.each(Object.entries(OPTIONS))('find nothing with option %s', (_name, change) => {
    expect(siteFindings({ ...LEAST, ...change })).toEqual([]);
  });
});
