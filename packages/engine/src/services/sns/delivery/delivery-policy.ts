import { z } from 'zod';
import { failParameter } from '../sns-store.ts';

/**
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html, "Creating an HTTP/S
 * delivery policy". Delays are seconds of AWS time.
 */
const DELAY_SECONDS_MAX = 3_600;
const RETRIES_MAX = 100;
const TOTAL_SECONDS_MAX = 3_600;

const count = z.int().min(0).max(RETRIES_MAX);
const retrySchema = z.strictObject({
  minDelayTarget: z.int().min(1).max(DELAY_SECONDS_MAX).default(20),
  maxDelayTarget: z.int().min(1).max(DELAY_SECONDS_MAX).default(20),
  numRetries: count.default(3),
  numMaxDelayRetries: count.default(0),
  numNoDelayRetries: count.default(0),
  numMinDelayRetries: count.default(0),
  backoffFunction: z.enum(['linear', 'arithmetic', 'geometric', 'exponential']).default('linear'),
});
const requestSchema = z.strictObject({ headerContentType: z.string().min(1).max(100) });

export type RetryPolicy = z.infer<typeof retrySchema>;

const topicSchema = z.strictObject({
  http: z.strictObject({
    defaultHealthyRetryPolicy: retrySchema.optional(),
    disableSubscriptionOverrides: z.boolean().default(false),
    defaultRequestPolicy: requestSchema.optional(),
  }),
});
const subscriptionSchema = z.strictObject({
  healthyRetryPolicy: retrySchema.nullish(),
  requestPolicy: requestSchema.nullish(),
});

/** How messages are sent to one HTTP endpoint. */
export interface DeliveryPolicy {
  retry: RetryPolicy;
  contentType: string;
}

const DEFAULT_CONTENT_TYPE = 'text/plain; charset=UTF-8';
const DEFAULT_RETRY: RetryPolicy = retrySchema.parse({});

/**
 * Throws what SNS answers to a policy that it does not take, or that the engine does not follow.
 */
export function checkTopicPolicy(text: string): void {
  checkDelays(read(topicSchema, text).http.defaultHealthyRetryPolicy);
}

/** As `checkTopicPolicy`. */
export function checkSubscriptionPolicy(text: string): void {
  checkDelays(read(subscriptionSchema, text).healthyRetryPolicy);
}

/** What is in force of the two policies; both have been checked. */
export function effectivePolicy(
  topicText: string | undefined,
  subscriptionText?: string,
): DeliveryPolicy & { disableSubscriptionOverrides: boolean } {
  const http = topicText === undefined ? undefined : read(topicSchema, topicText).http;
  const disableSubscriptionOverrides = http?.disableSubscriptionOverrides ?? false;
  const own =
    subscriptionText === undefined || disableSubscriptionOverrides
      ? undefined
      : read(subscriptionSchema, subscriptionText);
  return {
    retry: own?.healthyRetryPolicy ?? http?.defaultHealthyRetryPolicy ?? DEFAULT_RETRY,
    contentType:
      own?.requestPolicy?.headerContentType ??
      http?.defaultRequestPolicy?.headerContentType ??
      DEFAULT_CONTENT_TYPE,
    disableSubscriptionOverrides,
  };
}

/** Seconds before each retry, in the four phases of the policy. */
export function retryDelays(policy: RetryPolicy): number[] {
  const { minDelayTarget: min, maxDelayTarget: max, numRetries } = policy;
  const { numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  const backoff = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
  return [
    ...repeated(0, numNoDelayRetries),
    ...repeated(min, numMinDelayRetries),
    ...Array.from({ length: backoff }, (_, index) =>
      backoffDelay(policy, backoff < 2 ? 0 : index / (backoff - 1)),
    ),
    ...repeated(max, numMaxDelayRetries),
  ];
}

/**
 * From the least delay (`part` 0) to the greatest (1); the ends are AWS's, the curves between are a
 * reading of its graph.
 */
function backoffDelay(policy: RetryPolicy, part: number): number {
  const { minDelayTarget: min, maxDelayTarget: max } = policy;
  switch (policy.backoffFunction) {
    case 'linear':
      return min + (max - min) * part;
    case 'arithmetic':
      return min + (max - min) * part ** 2;
    case 'geometric':
      return min + (max - min) * part ** 3;
    case 'exponential':
      return min * (max / min) ** part;
  }
}

function checkDelays(policy: RetryPolicy | null | undefined): void {
  if (policy === null || policy === undefined) return;
  if (policy.minDelayTarget > policy.maxDelayTarget)
    refuse('minDelayTarget must be less than or equal to maxDelayTarget');
  const phases = policy.numNoDelayRetries + policy.numMinDelayRetries + policy.numMaxDelayRetries;
  if (phases > policy.numRetries)
    refuse('numRetries must be greater than or equal to the retries of its phases');
  const seconds = retryDelays(policy).reduce((sum, delay) => sum + delay, 0);
  if (seconds > TOTAL_SECONDS_MAX)
    refuse(`the total retry time is greater than ${TOTAL_SECONDS_MAX} seconds`);
}

function read<T>(schema: z.ZodType<T>, text: string): T {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return refuse('failed to parse JSON.');
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return refuse(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function refuse(why: string): never {
  return failParameter(`DeliveryPolicy: ${why}`);
}

function repeated(delay: number, times: number): number[] {
  return Array.from({ length: times }, () => delay);
}
