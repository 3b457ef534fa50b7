import { uuid } from '../../../kernel/identifiers.ts';
import { effectivePolicy, retryDelays } from './delivery-policy.ts';
import { confirmationBody, confirmationText, messageHeaders, subscribeUrl } from './messages.ts';
import { protocolOf } from '../protocols.ts';
import type { SubscriptionRecord } from '../records.ts';
import type { SnsStore } from '../sns-store.ts';

/**
 * Sends the message by which an endpoint agrees to be subscribed; mail is only listed, with its
 * link.
 */
export function askToConfirm(store: SnsStore, region: string, record: SubscriptionRecord): void {
  const { deps, options, journal, deliverer } = store;
  const { arn, topicArn, token, protocol, endpoint } = record;
  const messageId = uuid(deps.random);
  const nowMs = deps.clock.nowMs();
  const link = subscribeUrl(options.endpoint(), topicArn, token);
  const type = 'SubscriptionConfirmation';
  journal.add({
    ...{ messageId, type, topicArn, subscribeUrl: link, publishedMs: nowMs, subject: null },
    message: confirmationText(topicArn),
  });
  const { notSent } = protocolOf(protocol);
  if (notSent !== undefined) {
    journal.note(messageId, {
      ...{ subscriptionArn: arn, protocol, endpoint, attempts: 0, status: null },
      ...{ state: 'not-sent', reason: notSent },
    });
    return;
  }
  const topicPolicy = store.topics.get(region, topicArn)?.attributes['DeliveryPolicy'];
  const { retry, contentType } = effectivePolicy(topicPolicy, record.attributes['DeliveryPolicy']);
  const timestamp = new Date(nowMs).toISOString();
  deliverer.add({
    ...{ id: `${messageId}/${arn}`, region, messageId, subscriptionArn: arn, protocol },
    url: endpoint,
    headers: messageHeaders({ type, messageId, topicArn, contentType }),
    body: confirmationBody({ messageId, token, topicArn, subscribeUrl: link, timestamp }),
    ...{ delays: retryDelays(retry), attempts: 0, dueMs: nowMs },
  });
}
