import type { Notifications } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service, Stoppable } from '../../kernel/service.ts';
import { publishHere, publishOperations } from './publish.ts';
import { regionOfArn, SnsStore, type SnsOptions } from './sns-store.ts';
import { subscriptionAttributeOperations } from './subscription-attributes.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { topicAttributeOperations } from './topic-attributes.ts';
import { topicTagOperations } from './topic-tags.ts';
import { topicOperations } from './topics.ts';

const OPERATIONS = mergeOperations(
  topicOperations,
  topicAttributeOperations,
  topicTagOperations,
  subscriptionOperations,
  subscriptionAttributeOperations,
  publishOperations,
);

/**
 * Amazon Simple Notification Service: topics, and HTTP endpoints that really get their messages.
 */
export class SnsService implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 'sns',
    protocols: ['awsQuery'],
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  /** The links in messages to HTTP endpoints. */
  readonly unsigned = {
    ConfirmSubscription: (fields: URLSearchParams) => regionOfArn(fields.get('TopicArn')),
    Unsubscribe: (fields: URLSearchParams) => regionOfArn(fields.get('SubscriptionArn')),
  };
  readonly #store: SnsStore;

  constructor(deps: ServiceDeps, options: SnsOptions) {
    this.#store = new SnsStore(deps, options);
    this.operations = operationsOf(this.#store);
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-sns')) };
  }

  topicExists(region: string, arn: string): boolean {
    return this.#store.topics.get(region, arn) !== undefined;
  }

  /** What topics were given lately, and what became of it. */
  notifications(): Notifications {
    return { messages: this.#store.journal.list() };
  }

  /** As `Publish` of AWS's own services, in the topic's region. Throws `AwsError`. */
  publish(region: string, message: { TopicArn: string; Subject: string; Message: string }): void {
    publishHere(this.#store, region, message);
  }

  stop(): Promise<void> {
    return this.#store.deliverer.stop();
  }
}

function operationsOf(store: SnsStore) {
  return bindOperations(store, OPERATIONS);
}
