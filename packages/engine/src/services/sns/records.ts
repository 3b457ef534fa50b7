import { textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const topicSchema = z.object({
  arn: z.string(),
  /** What CreateTopic or SetTopicAttributes gave, by AWS's names. */
  attributes: textsSchema,
  tags: textsSchema,
});
export type TopicRecord = z.infer<typeof topicSchema>;

const subscriptionSchema = z.object({
  arn: z.string(),
  topicArn: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  /** Confirms it. */
  token: z.string(),
  isPending: z.boolean(),
  wasAuthenticated: z.boolean(),
  /** Unsubscribe then needs a signature. */
  authenticateOnUnsubscribe: z.boolean(),
  /** AWS time. */
  createdMs: z.number(),
  attributes: textsSchema,
});
export type SubscriptionRecord = z.infer<typeof subscriptionSchema>;

/** One message on its way to one HTTP or HTTPS endpoint. */
const deliverySchema = z.object({
  /** Of message and subscription. */
  id: z.string(),
  region: z.string(),
  messageId: z.string(),
  subscriptionArn: z.string(),
  protocol: z.string(),
  url: z.string(),
  headers: textsSchema,
  body: z.string(),
  /** Seconds of AWS time before each retry. */
  delays: z.array(z.number()),
  attempts: z.number(),
  /** When the next attempt is due, AWS time. */
  dueMs: z.number(),
});
export type DeliveryRecord = z.infer<typeof deliverySchema>;

export const snsTables = {
  topics: declareTable('sns/topics', topicSchema),
  subscriptions: declareTable('sns/subscriptions', subscriptionSchema),
  deliveries: declareTable('sns/deliveries', deliverySchema),
};
