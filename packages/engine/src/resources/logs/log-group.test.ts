import { expect, it } from 'vitest';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { LogsService } from '../../services/logs/logs-service.ts';
import { testHandlerContext } from '../testing/context.ts';
import { checkedHandler } from '../testing/checked-handler.ts';
import { logGroup } from './log-group.ts';

const ARN = 'arn:aws:logs:us-east-1:111122223333:log-group:/site/web';

it('AWS::Logs::LogGroup is made, changed in place and removed', async () => {
  const deps = testDeps();
  const logs = new LogsService(deps);
  const context = testHandlerContext(deps, { logs });
  const groups = checkedHandler(logGroup);
  const shown = () => logs.operations.DescribeLogGroups(context.request, {}).logGroups?.[0];
  const first = {
    ...{ LogGroupName: '/site/web', RetentionInDays: 7, LogGroupClass: 'INFREQUENT_ACCESS' },
    Tags: [{ Key: 'a', Value: '1' }],
  };
  expect(await groups.create(first, context)).toEqual({
    physicalId: '/site/web',
    attributes: { Arn: `${ARN}:*` },
  });
  expect(shown()).toMatchObject({
    ...{ arn: `${ARN}:*`, logGroupArn: ARN, retentionInDays: 7 },
    logGroupClass: 'INFREQUENT_ACCESS',
  });
  await expect(groups.create(first, context)).rejects.toThrow(
    'The specified log group already exists',
  );
  const second = { LogGroupName: '/site/web', Tags: [{ Key: 'b', Value: '2' }] };
  await groups.update(second, first, '/site/web', context);
  expect(shown()?.retentionInDays).toBeUndefined();
  expect(logs.operations.ListTagsForResource(context.request, { resourceArn: ARN }).tags).toEqual({
    b: '2',
  });
  await groups.remove('/site/web', second, context);
  await groups.remove('/site/web', second, context);
  expect(shown()).toBeUndefined();
});
