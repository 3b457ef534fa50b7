import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { failParameter } from './sns-store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const MESSAGE_BYTES_MAX = 262_144;
const SUBJECT_CHARACTERS_MAX = 100;

export interface GivenMessage {
  Message?: string | undefined;
  Subject?: string | undefined;
  MessageStructure?: string | undefined;
  MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

/** Bytes that count against a message's and a batch's limits. */
export function messageBytes(given: GivenMessage): number {
  const attributes = Object.entries(given.MessageAttributes ?? {}).map(
    ([name, value]) =>
      Buffer.byteLength(name + (value.DataType ?? '') + (value.StringValue ?? '')) +
      (value.BinaryValue?.length ?? 0),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(given.Message ?? ''));
}

/** Throws what SNS answers to a message that it does not take. Gives the text for a protocol. */
export function checkMessage(given: GivenMessage): (protocol: string) => string {
  const text = given.Message ?? '';
  if (text === '') failParameter('Empty message');
  if (messageBytes(given) > MESSAGE_BYTES_MAX) failParameter('Message too long');
  checkSubject(given.Subject);
  for (const [name, value] of Object.entries(given.MessageAttributes ?? {}))
    checkAttribute(name, value);
  if (given.MessageStructure === undefined) return () => text;
  if (given.MessageStructure !== 'json') failParameter('MessageStructure');
  return structured(text);
}

/**
 * "Must be ASCII text … must not include line breaks or control characters … less than 100
 * characters long."
 */
function checkSubject(subject: string | undefined): void {
  if (subject === undefined) return;
  const fits = /^[\x20-\x7e]+$/.test(subject) && !subject.startsWith(' ');
  if (!fits || subject.length > SUBJECT_CHARACTERS_MAX) failParameter('Subject');
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function checkAttribute(name: string, value: MessageAttributeValue): void {
  const type = value.DataType ?? '';
  if (type === '')
    failParameter(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const [base] = type.split('.');
  if (!['String', 'Number', 'Binary'].includes(base ?? ''))
    failParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const isBinary = base === 'Binary';
  const isEmpty = isBinary ? !(value.BinaryValue?.length ?? 0) : !value.StringValue;
  if (isEmpty)
    failParameter(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
}

function structured(text: string): (protocol: string) => string {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    failParameter('Message Structure - JSON message body failed to parse');
  }
  const members = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  const texts = new Map(
    members.filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
  const byDefault =
    texts.get('default') ??
    failParameter('Message Structure - No default entry in JSON message body');
  return (protocol) => texts.get(protocol) ?? byDefault;
}
