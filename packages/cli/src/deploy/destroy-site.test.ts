import { defineSite } from '@understudy/site';
import { expect, test } from 'vitest';
import { stubAws, type AwsAsked } from '../stub-aws.fixture.ts';
import { destroySite } from './destroy-site.ts';
import type { DeployJob } from './messages.ts';

const STACK = 'shop-ap-northeast-2';
const BUCKET = 'shop-data-111122223333-ap-northeast-2';

const JOB: DeployJob = {
  site: defineSite({
    ...{
      domain: 'shop.example',
      name: 'shop',
      data: { bucket: true },
      web: { app: '.' },
      protect: 'none',
    },
    ...{ primary: 'ap-northeast-2', standby: 'us-east-1' },
  }),
  ...{ directory: '/nowhere', environment: {}, registrar: 'manual' },
  ...{ ask: false, action: 'destroy' },
};

/** One stack of a site; so many objects come into its bucket, each after it was found empty. */
class StackWithBucket {
  deletions = 0;
  #coming: number;
  #holds = true;
  #status: 'CREATE_COMPLETE' | 'DELETE_FAILED' | 'gone' = 'CREATE_COMPLETE';
  readonly #failed: string;

  constructor(coming: number, failed = 'AWS::S3::Bucket') {
    this.#coming = coming;
    this.#failed = failed;
  }

  answer({ path, body }: AwsAsked): { status?: number; body: string } {
    if (path.startsWith(`/${BUCKET}`)) return { body: this.#bucket(path) };
    if (path !== '/') return { status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' };
    const call = new URLSearchParams(body);
    const action = call.get('Action') ?? '';
    if (action === 'DescribeStacks' && (call.get('StackName') !== STACK || this.#status === 'gone'))
      return {
        status: 400,
        body: '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id x does not exist</Message></Error></ErrorResponse>',
      };
    return {
      body: `<${action}Response><${action}Result>${this.#call(action)}</${action}Result></${action}Response>`,
    };
  }

  #bucket(path: string): string {
    if (path.includes('delete')) this.#holds = false;
    if (!path.includes('versions') || this.#holds)
      return '<R><Version><Key>seat</Key><VersionId>1</VersionId></Version></R>';
    // Found empty: and an app is still at work.
    this.#holds = this.#coming > 0;
    this.#coming -= 1;
    return '<R></R>';
  }

  #call(action: string): string {
    if (action === 'GetCallerIdentity') return '<Account>111122223333</Account>';
    if (action === 'DeleteStack') {
      this.deletions += 1;
      this.#status = this.#holds || this.#failed !== 'AWS::S3::Bucket' ? 'DELETE_FAILED' : 'gone';
    }
    if (action === 'DescribeStacks')
      return `<Stacks><member><StackName>${STACK}</StackName><StackStatus>${this.#status}</StackStatus></member></Stacks>`;
    return action === 'DescribeStackEvents'
      ? `<StackEvents><member><ResourceType>${this.#failed}</ResourceType><ResourceStatus>DELETE_FAILED</ResourceStatus></member></StackEvents>`
      : '';
  }
}

const io = { report: () => undefined, ask: () => Promise.resolve(true) };

test('what an app writes after its bucket was emptied fails no destroy', async () => {
  const stack = new StackWithBucket(1);
  await stubAws((asked) => stack.answer(asked));
  expect(await destroySite(JOB, io)).toEqual({ outputs: {}, changed: true });
  expect(stack.deletions).toBe(2);
});

test('a bucket that is never empty is given up', async () => {
  const stack = new StackWithBucket(9);
  await stubAws((asked) => stack.answer(asked));
  await expect(destroySite(JOB, io)).rejects.toThrow(
    `stack ${STACK} was not deleted: DELETE_FAILED`,
  );
  expect(stack.deletions).toBe(3);
});

test('what fails for another reason is not tried again', async () => {
  const stack = new StackWithBucket(0, 'AWS::EC2::VPC');
  await stubAws((asked) => stack.answer(asked));
  await expect(destroySite(JOB, io)).rejects.toThrow('was not deleted');
  expect(stack.deletions).toBe(1);
});
