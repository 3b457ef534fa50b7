import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { RegionTable } from '../../kernel/state/region-table.ts';
import { Deliverer } from './delivery/deliverer.ts';
import { Journal } from './delivery/journal.ts';
import type { Post } from './delivery/post.ts';
import { snsTables, type SubscriptionRecord, type TopicRecord } from './records.ts';

export interface SnsOptions {
  /** URL of the engine's endpoint, for the links in messages. */
  endpoint(): string;
  post: Post;
}

/**
 * "Amazon SNS deletes unconfirmed subscriptions automatically after 48 hours".
 * https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
const PENDING_MS_MAX = 48 * 3_600_000;

export class SnsStore {
  readonly deps: ServiceDeps;
  readonly options: SnsOptions;
  readonly topics: RegionTable<TopicRecord>;
  readonly journal = new Journal();
  readonly deliverer: Deliverer;
  readonly #subscriptions: RegionTable<SubscriptionRecord>;

  constructor(deps: ServiceDeps, options: SnsOptions) {
    this.deps = deps;
    this.options = options;
    this.topics = new RegionTable(deps.state, snsTables.topics);
    this.#subscriptions = new RegionTable(deps.state, snsTables.subscriptions);
    this.deliverer = new Deliverer(deps, {
      post: options.post,
      journal: this.journal,
      isWanted: (region, arn) => this.#subscriptions.get(region, arn) !== undefined,
    });
  }

  topic(region: string, arn: string | undefined): TopicRecord {
    return (
      this.topics.get(region, checkTopicArn(arn)) ?? fail('NotFound', 'Topic does not exist', 404)
    );
  }

  subscription(region: string, arn: string | undefined): SubscriptionRecord {
    return (
      this.subscriptionIfAny(region, arn) ?? fail('NotFound', 'Subscription does not exist', 404)
    );
  }

  subscriptionIfAny(region: string, arn: string | undefined): SubscriptionRecord | undefined {
    return this.#living(region, [this.#subscriptions.get(region, arn ?? '')])[0];
  }

  /** Of one topic, or of all. */
  subscriptions(region: string, topicArn?: string): SubscriptionRecord[] {
    const prefix = topicArn === undefined ? '' : `${topicArn}:`;
    return this.#living(region, this.#subscriptions.list(region, prefix));
  }

  putSubscription(region: string, record: SubscriptionRecord): void {
    this.#subscriptions.put(region, record.arn, record);
  }

  deleteSubscription(region: string, arn: string): void {
    this.#subscriptions.delete(region, arn);
  }

  #living(
    region: string,
    records: readonly (SubscriptionRecord | undefined)[],
  ): SubscriptionRecord[] {
    const oldestMs = this.deps.clock.nowMs() - PENDING_MS_MAX;
    return records.filter((record) => {
      if (record === undefined) return false;
      const isGone = record.isPending && record.createdMs < oldestMs;
      if (isGone) this.deleteSubscription(region, record.arn);
      return !isGone;
    }) as SubscriptionRecord[];
  }
}

const ARN_ELEMENTS = 6;

/** Whether it may be one, not whether there is one. */
export function checkTopicArn(arn: string | undefined): string {
  if (arn === undefined || arn === '')
    return failParameter('TopicArn Reason: no value for required parameter');
  const { length } = arn.split(':');
  if (length < ARN_ELEMENTS)
    failParameter(
      `TopicArn Reason: An ARN must have at least ${ARN_ELEMENTS} elements, not ${length}`,
    );
  return arn;
}

/** `InvalidParameter`, as SNS words it. */
export function failParameter(what: string): never {
  return fail('InvalidParameter', `Invalid parameter: ${what}`);
}

/** The region that an ARN names. */
export function regionOfArn(arn: string | null | undefined): string | undefined {
  return arn?.split(':')[3];
}
