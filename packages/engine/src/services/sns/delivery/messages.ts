import type { MessageAttributeValue } from '@aws-sdk/client-sns';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export type MessageType = 'Notification' | 'SubscriptionConfirmation';

/** What every message to an HTTP endpoint tells in its headers. */
export function messageHeaders(message: {
  type: MessageType;
  messageId: string;
  topicArn: string;
  contentType: string;
  /** Absent in the message that asks for confirmation. */
  subscriptionArn?: string;
  isRaw?: boolean;
}): Record<string, string> {
  return {
    'x-amz-sns-message-type': message.type,
    'x-amz-sns-message-id': message.messageId,
    'x-amz-sns-topic-arn': message.topicArn,
    ...(message.subscriptionArn === undefined
      ? {}
      : { 'x-amz-sns-subscription-arn': message.subscriptionArn }),
    // https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
    ...(message.isRaw === true ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
    'content-type': message.contentType,
    'user-agent': 'Amazon Simple Notification Service Agent',
  };
}

/** The body of a SubscriptionConfirmation, but for its signature. */
export function confirmationBody(message: {
  messageId: string;
  token: string;
  topicArn: string;
  subscribeUrl: string;
  timestamp: string;
}): string {
  return json({
    Type: 'SubscriptionConfirmation',
    MessageId: message.messageId,
    Token: message.token,
    TopicArn: message.topicArn,
    Message: confirmationText(message.topicArn),
    SubscribeURL: message.subscribeUrl,
    Timestamp: message.timestamp,
  });
}

export function confirmationText(topicArn: string): string {
  return `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;
}

/** The body of a Notification, but for its signature. */
export function notificationBody(message: {
  messageId: string;
  topicArn: string;
  subject: string | undefined;
  text: string;
  timestamp: string;
  unsubscribeUrl: string;
  attributes: Readonly<Record<string, MessageAttributeValue>>;
}): string {
  const attributes = Object.entries(message.attributes).map(([name, value]) => [
    name,
    { Type: value.DataType, Value: attributeText(value) },
  ]);
  return json({
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: message.topicArn,
    ...(message.subject === undefined ? {} : { Subject: message.subject }),
    Message: message.text,
    Timestamp: message.timestamp,
    UnsubscribeURL: message.unsubscribeUrl,
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
  });
}

function attributeText({ StringValue, BinaryValue }: MessageAttributeValue): string {
  return StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64');
}

/**
 * The link that confirms a subscription, at the engine's endpoint. AWS leaves the colons as they
 * are.
 */
export function subscribeUrl(endpoint: string, topicArn: string, token: string): string {
  return `${endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
}

export function unsubscribeUrl(endpoint: string, subscriptionArn: string): string {
  return `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}

function json(message: object): string {
  return JSON.stringify(message, null, 2);
}
