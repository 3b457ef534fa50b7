import type {
  BatchResultErrorEntry,
  PublishBatchInput,
  PublishBatchRequestEntry,
  PublishBatchResponse,
  PublishInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import { AwsError } from '@understudy/wire';
import { fail } from '../../kernel/fail.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import {
  checkMessage,
  messageBytes,
  MESSAGE_BYTES_MAX,
  type GivenMessage,
} from './check-message.ts';
import { effectivePolicy, retryDelays } from './delivery/delivery-policy.ts';
import { messageHeaders, notificationBody, unsubscribeUrl } from './delivery/messages.ts';
import { protocolOf } from './protocols.ts';
import type { SubscriptionRecord, TopicRecord } from './records.ts';
import { failParameter, type SnsStore } from './sns-store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const BATCH_ENTRIES_MAX = 10;
const MESSAGE_MEMBERS = ['Message', 'Subject', 'MessageStructure', 'MessageAttributes'] as const;

export const publishOperations = {
  Publish: operation(publish, { accepts: ['TopicArn', 'TargetArn', ...MESSAGE_MEMBERS] }),
  PublishBatch: operation(publishBatch),
};

function publish(
  store: SnsStore,
  { region }: RequestContext,
  input: PublishInput,
): PublishResponse {
  return { MessageId: publishHere(store, region, input) };
}

/** What is published by nobody's call is published by a service of the engine. */
export function publishHere(store: SnsStore, region: string, input: PublishInput): string {
  const arn = input.TopicArn ?? input.TargetArn;
  if (arn === undefined)
    failParameter('TopicArn or TargetArn Reason: no value for required parameter');
  return publishTo(store, region, store.topic(region, arn), input);
}

function publishBatch(
  store: SnsStore,
  { region }: RequestContext,
  input: PublishBatchInput,
): PublishBatchResponse {
  const topic = store.topic(region, input.TopicArn);
  const entries = input.PublishBatchRequestEntries ?? [];
  checkBatch(entries);
  const Successful: { Id: string; MessageId: string }[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const Id = entry.Id ?? '';
    try {
      refuseOthers('PublishBatch', entry, ['Id', ...MESSAGE_MEMBERS]);
      Successful.push({ Id, MessageId: publishTo(store, region, topic, entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function checkBatch(entries: readonly PublishBatchRequestEntry[]): void {
  if (entries.length === 0)
    fail('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > BATCH_ENTRIES_MAX)
    fail(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible.',
    );
  const ids = entries.map(({ Id = '' }) => Id);
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id)))
    fail(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  if (new Set(ids).size < ids.length)
    fail('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  const bytes = entries.reduce((sum, entry) => sum + messageBytes(entry), 0);
  if (bytes > MESSAGE_BYTES_MAX)
    fail(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    );
}

/** Takes a message and sends it to whoever is subscribed now. */
function publishTo(
  store: SnsStore,
  region: string,
  topic: TopicRecord,
  given: GivenMessage,
): string {
  const textFor = checkMessage(given);
  const messageId = uuid(store.deps.random);
  const nowMs = store.deps.clock.nowMs();
  store.journal.add({
    ...{ messageId, type: 'Notification', topicArn: topic.arn, subscribeUrl: null },
    ...{ subject: given.Subject ?? null, message: textFor('http'), publishedMs: nowMs },
  });
  for (const subscription of store.subscriptions(region, topic.arn))
    if (!subscription.isPending)
      send(store, { region, topic, subscription, given, textFor, messageId, nowMs });
  return messageId;
}

interface Copy {
  region: string;
  topic: TopicRecord;
  subscription: SubscriptionRecord;
  given: GivenMessage;
  textFor(protocol: string): string;
  messageId: string;
  nowMs: number;
}

function send(store: SnsStore, copy: Copy): void {
  const { region, topic, subscription, messageId, nowMs } = copy;
  const { arn, protocol, endpoint, attributes } = subscription;
  const { notSent } = protocolOf(protocol);
  if (notSent !== undefined) {
    store.journal.note(messageId, {
      ...{ subscriptionArn: arn, protocol, endpoint, attempts: 0, status: null },
      ...{ state: 'not-sent', reason: notSent },
    });
    return;
  }
  const { retry, contentType } = effectivePolicy(
    topic.attributes['DeliveryPolicy'],
    attributes['DeliveryPolicy'],
  );
  const isRaw = attributes['RawMessageDelivery']?.toLowerCase() === 'true';
  const about = { messageId, topicArn: topic.arn };
  store.deliverer.add({
    ...{ id: `${messageId}/${arn}`, region, messageId, subscriptionArn: arn, protocol },
    url: endpoint,
    headers: messageHeaders({
      ...{ type: 'Notification', ...about, contentType, subscriptionArn: arn, isRaw },
    }),
    body: isRaw ? copy.textFor(protocol) : envelope(store, copy, about),
    ...{ delays: retryDelays(retry), attempts: 0, dueMs: nowMs },
  });
}

function envelope(
  store: SnsStore,
  { subscription, given, textFor, nowMs }: Copy,
  about: { messageId: string; topicArn: string },
): string {
  return notificationBody({
    ...about,
    subject: given.Subject,
    text: textFor(subscription.protocol),
    timestamp: new Date(nowMs).toISOString(),
    unsubscribeUrl: unsubscribeUrl(store.options.endpoint(), subscription.arn),
    attributes: given.MessageAttributes ?? {},
  });
}
