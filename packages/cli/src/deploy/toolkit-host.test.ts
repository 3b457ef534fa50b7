import type { IoMessage } from '@aws-cdk/toolkit-lib';
import { expect, test } from 'vitest';
import type { DeployMessage } from './messages.ts';
import { ToolkitHost } from './toolkit-host.ts';

function hostWithReports(): { host: ToolkitHost; reports: DeployMessage[] } {
  const reports: DeployMessage[] = [];
  const io = {
    report: (message: DeployMessage) => void reports.push(message),
    ask: () => Promise.resolve(true),
  };
  return { host: new ToolkitHost(io), reports };
}

function message(code: string, data: unknown): IoMessage<unknown> {
  return {
    code,
    data,
    level: 'info',
    action: 'deploy',
    message: '',
    time: new Date(0),
    span: 'span',
  } as IoMessage<unknown>;
}

test('a stack is told as done when it is done, with how long it took', async () => {
  const { host, reports } = hostWithReports();
  const event = { StackName: 'shop-zone', LogicalResourceId: 'Zone', ResourceStatus: 'X' };
  await host.notify(message('CDK_TOOLKIT_I5502', { event }));
  await host.notify(
    message('CDK_TOOLKIT_I5900', {
      stackArn: 'arn:aws:cloudformation:us-east-1:111122223333:stack/shop-zone/uuid',
      noOp: false,
    }),
  );
  expect(reports.at(-1)).toMatchObject({
    kind: 'stack-done',
    stackName: 'shop-zone',
    changed: true,
  });
  const [, done] = reports;
  expect(done?.kind === 'stack-done' && done.tookMs >= 0 && done.tookMs < 5_000).toBe(true);
});

test('failures that only follow from another one are not told', async () => {
  const { host } = hostWithReports();
  const failed = (reason: string): Promise<void> =>
    host.notify(
      message('CDK_TOOLKIT_I5502', {
        event: {
          StackName: 'shop',
          LogicalResourceId: 'Bucket',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: reason,
        },
      }),
    );
  await failed('Resource creation cancelled');
  await failed('BucketAlreadyExists');
  expect(host.failures).toEqual(['shop/Bucket: BucketAlreadyExists']);
});
