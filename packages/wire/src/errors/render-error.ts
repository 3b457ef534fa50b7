import { AwsError } from '../aws-error.ts';
import type { Protocol, ServiceTraits, WireResponse } from '../types.ts';
import { attribute, element, textElement, XML_DECLARATION } from '../xml/write-xml.ts';
import type { ErrorNames } from './error-names.ts';
import { inProtocolsWords } from './signature-names.ts';

export interface ErrorContext {
  traits: ServiceTraits;
  names: ErrorNames;
  protocol: Protocol;
  requestId: string;
  /** What was asked for: the path. S3 repeats it. */
  resource: string;
  method: string;
}

/**
 * Any thrown thing in the shape that the protocol gives to errors. Nothing of ours leaks: no
 * stack, no text.
 */
export function renderError(thrown: unknown, context: ErrorContext): WireResponse {
  const { protocol, traits } = context;
  const error =
    thrown instanceof AwsError
      ? inProtocolsWords(thrown, protocol, traits.bucketAddressing)
      : internalFailure(context);
  const response = renderInProtocol(error, context);
  const headers = { ...response.headers, ...error.headers };
  // RFC 9110: neither an answer to HEAD nor a 304 has content.
  const bodiless = context.method === 'HEAD' || error.status === 304;
  return { status: error.status, headers, body: bodiless ? '' : response.body };
}

function renderInProtocol(
  error: AwsError,
  context: ErrorContext,
): { headers: Record<string, string>; body: string } {
  if (context.traits.bucketAddressing) return s3Error(error, context);
  switch (context.protocol) {
    case 'awsQuery':
      return xmlError(context.names.forQuery(error.code), error, context);
    case 'restXml':
      return xmlError(error.code, error, context);
    case 'ec2Query':
      return ec2Error(error, context);
    case 'awsJson1_0':
    case 'awsJson1_1':
    case 'restJson':
      return jsonError(error, context);
  }
}

function xmlError(
  code: string,
  error: AwsError,
  { traits, requestId }: ErrorContext,
): { headers: Record<string, string>; body: string } {
  const content =
    textElement('Type', error.sender ? 'Sender' : 'Receiver') +
    textElement('Code', code) +
    textElement('Message', error.message) +
    details(error);
  const xmlns = attribute('xmlns', traits.xmlNamespace);
  return {
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body:
      XML_DECLARATION +
      element(
        'ErrorResponse',
        element('Error', content) + textElement('RequestId', requestId),
        xmlns,
      ),
  };
}

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-error-response.html */
function ec2Error(
  error: AwsError,
  { requestId }: ErrorContext,
): { headers: Record<string, string>; body: string } {
  const content = textElement('Code', error.code) + textElement('Message', error.message);
  return {
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body:
      XML_DECLARATION +
      element(
        'Response',
        element('Errors', element('Error', content)) + textElement('RequestID', requestId),
      ),
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization */
function jsonError(
  error: AwsError,
  { traits, names, protocol, requestId }: ErrorContext,
): { headers: Record<string, string>; body: string } {
  const type = names.forJson(error.code);
  const headers: Record<string, string> = {
    'content-type':
      protocol === 'restJson'
        ? 'application/json'
        : `application/x-amz-json-${protocol === 'awsJson1_0' ? '1.0' : '1.1'}`,
    'x-amzn-requestid': requestId,
    'x-amzn-errortype': type,
  };
  // Services that moved from Query to JSON go on telling the code that Query told.
  // https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-
  // trait
  if (traits.protocols.includes('awsQuery'))
    headers['x-amzn-query-error'] =
      `${names.forQuery(error.code)};${error.sender ? 'Sender' : 'Receiver'}`;
  const text = error.message === '' ? {} : { [names.messageMember(error.code)]: error.message };
  const body = { __type: type, ...text, ...error.detail };
  return { headers, body: JSON.stringify(body) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses */
function s3Error(
  error: AwsError,
  { requestId, resource }: ErrorContext,
): { headers: Record<string, string>; body: string } {
  const content =
    textElement('Code', error.code) +
    textElement('Message', error.message) +
    details(error) +
    textElement('Resource', resource) +
    textElement('RequestId', requestId) +
    textElement('HostId', requestId);
  return {
    headers: {
      'content-type': 'application/xml',
      'x-amz-request-id': requestId,
      'x-amz-id-2': requestId,
    },
    body: XML_DECLARATION + element('Error', content),
  };
}

function details(error: AwsError): string {
  return Object.entries(error.detail)
    .map(([name, text]) => textElement(name, text))
    .join('');
}

function internalFailure({ traits, protocol }: ErrorContext): AwsError {
  if (traits.bucketAddressing)
    return new AwsError({
      code: 'InternalError',
      message: 'We encountered an internal error. Please try again.',
      status: 500,
    });
  return new AwsError({
    code: protocol === 'ec2Query' ? 'InternalError' : 'InternalFailure',
    message: 'The request processing has failed because of an unknown error, exception or failure.',
    status: 500,
  });
}
