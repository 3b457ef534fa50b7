import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { startEndpoint } from '../../endpoint/endpoint.fixture.ts';
import { testDeps } from '../../kernel/kernel.fixture.ts';
import { LogsService } from './logs-service.ts';

test('the SDK writes, reads and finds events, and reads the errors', async () => {
  const deps = testDeps();
  await using endpoint = await startEndpoint({ services: [new LogsService(deps)] });
  const client = new CloudWatchLogsClient(endpoint.config);
  const logGroupName = '/site/web';
  const stream = { logGroupName, logStreamName: 'i-1' };
  const logEvents = [{ timestamp: deps.clock.nowMs(), message: 'GET / 200 "é"' }];
  await expect(
    client.send(new PutLogEventsCommand({ ...stream, logEvents })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
  await client.send(new CreateLogGroupCommand({ logGroupName, tags: { a: '1' } }));
  await client.send(new CreateLogStreamCommand(stream));
  const put = await client.send(new PutLogEventsCommand({ ...stream, logEvents }));
  expect(put.rejectedLogEventsInfo).toBeUndefined();
  const read = await client.send(new GetLogEventsCommand(stream));
  expect(read.events).toMatchObject(logEvents);
  const found = await client.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: '200' }),
  );
  expect(found.events).toMatchObject([{ logStreamName: 'i-1', ...logEvents[0] }]);
  client.destroy();
});
