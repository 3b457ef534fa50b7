import { AwsError } from '../aws-error.ts';
import { MalformedUri, type Malformed } from '../malformed.ts';
import type { Protocol } from '../types.ts';

/** What AWS says of a request that does not fit its operation's shape. */
export function malformedError(
  malformed: Malformed,
  context: { protocol: Protocol; s3: boolean },
): AwsError {
  const { message, parameter } = malformed;
  if (context.s3) return s3Malformed(malformed);
  switch (context.protocol) {
    case 'awsQuery':
    case 'restXml':
      return new AwsError({ code: 'MalformedInput', message: describe(message, parameter?.name) });
    case 'ec2Query':
      return new AwsError({
        code: 'InvalidParameterValue',
        message: describe(message, parameter?.name),
      });
    case 'awsJson1_0':
    case 'awsJson1_1':
    case 'restJson':
      return new AwsError({
        code: 'SerializationException',
        message: describe(message, parameter?.name),
      });
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
function s3Malformed(malformed: Malformed): AwsError {
  const { parameter } = malformed;
  if (malformed instanceof MalformedUri)
    return new AwsError({ code: 'InvalidURI', message: "Couldn't parse the specified URI." });
  if (parameter !== undefined)
    return new AwsError({
      code: 'InvalidArgument',
      message: malformed.message,
      detail: { ArgumentName: parameter.name, ArgumentValue: parameter.value },
    });
  return new AwsError({
    code: 'MalformedXML',
    message:
      'The XML you provided was not well-formed or did not validate against our published schema',
    cause: malformed,
  });
}

function describe(message: string, parameter: string | undefined): string {
  return parameter === undefined ? message : `${message} for parameter ${parameter}`;
}
