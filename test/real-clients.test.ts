import { readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, type Finished } from './support/cli.ts';
import { ExampleSite, type StatusReport } from './support/site.ts';

/** One site, seen with the programs that people have. */
let site: ExampleSite;
let report: StatusReport;
let environment: string;

beforeAll(async () => {
  site = new ExampleSite();
  report = await site.up();
  environment = (await site.run(['env'])).stdout;
}, 150_000);
afterAll(() => site[Symbol.asyncDispose]());

const dig = withProgram('dig', '-v');
const curl = withProgram('curl', '--version');
const aws = withProgram('aws', '--version');

describe(dig.title, () => {
  test.skipIf(dig.isAbsent)(
    'finds the name over UDP and TCP, with the same addresses',
    async () => {
      const [udp, tcp] = [await asked('ticketing.pw'), await asked('+tcp', 'ticketing.pw')];
      expect(udp).toContain('status: NOERROR');
      expect(addressesIn(udp)).toHaveLength(2);
      expect(addressesIn(tcp)).toEqual(addressesIn(udp));
      expect(tcp).toContain('(TCP)');
    },
  );

  test.skipIf(dig.isAbsent)('is told what does not exist, with the SOA', async () => {
    const missing = await asked('nope.ticketing.pw');
    expect(missing).toContain('status: NXDOMAIN');
    expect(missing).toMatch(/ticketing\.pw\.\s+\d+\s+IN\s+SOA\s+ns-\d+\.awsdns/);
    const noData = await asked('ticketing.pw', 'MX');
    expect(noData).toContain('status: NOERROR');
    expect(noData).toContain('ANSWER: 0');
    expect(noData).toMatch(/IN\s+SOA/);
  });

  test.skipIf(dig.isAbsent)(
    'gets authority, and an alias as plain addresses, of a name server',
    async () => {
      const [server = ''] = (await asked('+short', 'ticketing.pw', 'NS')).trim().split('\n');
      const [address = ''] = (await asked('+short', server)).trim().split('\n');
      const answer = await askedAt(address, '+norecurse', 'ticketing.pw');
      expect(answer).toMatch(/flags: qr aa;/);
      expect(addressesIn(answer)).toHaveLength(2);
      expect(answer).not.toContain('CNAME');
      expect(answer).toContain('udp: ');
    },
  );
});

describe(curl.title, () => {
  test.skipIf(curl.isAbsent)('is led to the site by understudy curl, and trusts it', async () => {
    const page = await site.run(['curl', '-sS', '-i', 'https://ticketing.pw/']);
    expect(page).toMatchObject({ code: 0, stderr: '' });
    expect(page.stdout).toMatch(/^HTTP\/[\d.]+ 200/);
    expect(page.stdout).toMatch(/^x-cache: Miss from cloudfront/im);
    expect(page.stdout).toContain('served from <strong>Seoul</strong>');
    // The page's style sheet comes from the CDN.
    const [, sheet = ''] = /href="(https:[^"]+\/site\.css)"/.exec(page.stdout) ?? [];
    const styles = await site.run(['curl', '-sS', '-w', '%{http_code} %{content_type}', sheet]);
    expect(styles.stdout).toMatch(/200 text\/css/);
  });

  test.skipIf(curl.isAbsent)(
    'says so when a name does not exist, and goes nowhere else',
    async () => {
      const lost = await site.run(['curl', '-sS', 'https://nope.ticketing.pw/']);
      expect(lost.code).not.toBe(0);
      expect(lost.stderr).toContain('no address for nope.ticketing.pw (NXDOMAIN)');
    },
  );
});

describe(aws.title, () => {
  test.skipIf(aws.isAbsent)(
    'copies a file up and down with aws s3 cp, in one part and in many',
    async () => {
      const bucket = (await awsJson('s3api list-buckets')).Buckets.map(
        (one: { Name: string }) => one.Name,
      ).find((name: string) => /^ticketing-assets-\d+-ap-northeast-2$/.test(name));
      for (const bytes of [1_000, 9_000_000]) {
        const content = randomBytes(bytes);
        const [up, down] = ['up.bin', 'down.bin'].map((name) => path.join(site.folder, name));
        writeFileSync(String(up), content);
        expect((await awsCli(`s3 cp ${up} s3://${bucket}/clients/${bytes}`)).code).toBe(0);
        expect((await awsCli(`s3 cp s3://${bucket}/clients/${bytes} ${down}`)).code).toBe(0);
        expect(readFileSync(String(down)).equals(content)).toBe(true);
      }
      expect((await awsCli(`s3 rm --recursive s3://${bucket}/clients/`)).code).toBe(0);
      expect((await awsCli(`s3 ls s3://${bucket}/clients/`)).stdout).toBe('');
    },
  );

  test.skipIf(aws.isAbsent)('describes stacks and the load balancer they made', async () => {
    const { Stacks: stacks } = await awsJson('cloudformation describe-stacks --region us-east-1');
    expect(stacks.map((stack: { StackName: string }) => stack.StackName).sort()).toEqual([
      'ticketing-edge',
      'ticketing-routing',
      'ticketing-us-east-1',
      'ticketing-zone',
    ]);
    const groups = await awsJson('elbv2 describe-target-groups');
    const arn = groups.TargetGroups[0].TargetGroupArn;
    const health = await awsJson(`elbv2 describe-target-health --target-group-arn ${arn}`);
    expect(
      health.TargetHealthDescriptions.map(
        (target: { TargetHealth: { State: string } }) => target.TargetHealth.State,
      ),
    ).toEqual(['healthy', 'healthy']);
  });

  test.skipIf(aws.isAbsent)("is refused in AWS's words with another secret", async () => {
    const refused = await awsCli('sts get-caller-identity', 'AWS_SECRET_ACCESS_KEY=wrong ');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('SignatureDoesNotMatch');
  });
});

function withProgram(name: string, flag: string): { title: string; isAbsent: boolean } {
  const isAbsent = spawnSync(name, [flag]).error !== undefined;
  return { title: isAbsent ? `${name} (skipped: it is not installed)` : name, isAbsent };
}

const asked = (...words: string[]): Promise<string> => askedAt(report.dns.address, ...words);

async function askedAt(address: string, ...words: string[]): Promise<string> {
  const answer = await run('dig', [`@${address}`, '-p', String(report.dns.port), ...words]);
  expect(answer.code).toBe(0);
  return answer.stdout;
}

function addressesIn(answer: string): string[] {
  return [...answer.matchAll(/^ticketing\.pw\.\s+\d+\s+IN\s+A\s+(\S+)$/gm)]
    .map(([, address = '']) => address)
    .sort();
}

/** As a user's shell does it: with nothing but what `env` prints. */
function awsCli(words: string, prefix = ''): Promise<Finished> {
  return run('sh', ['-c', `${environment}\n${prefix}aws --output json ${words}`], {
    cwd: site.folder,
  });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the CLI prints
async function awsJson(words: string): Promise<any> {
  const { code, stdout, stderr } = await awsCli(words);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
