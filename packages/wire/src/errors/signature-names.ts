import { AwsError } from '../aws-error.ts';
import type { Protocol } from '../types.ts';

/** JSON services have other names for a refused signature than Query services have. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  ExpiredToken: 'ExpiredTokenException',
};

/** A refused signature, as the protocol's services word it; every other error unchanged. */
export function inProtocolsWords(error: AwsError, protocol: Protocol, s3: boolean): AwsError {
  const jsonName = JSON_NAMES[error.code];
  if (jsonName === undefined || s3) return error;
  switch (protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return new AwsError({ code: jsonName, message: error.message, status: 400 });
    case 'restJson':
      return new AwsError({ code: jsonName, message: error.message, status: error.status });
    case 'ec2Query':
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
      if (error.code === 'ExpiredToken')
        return new AwsError({ code: 'RequestExpired', message: 'Request has expired.' });
      return error.code === 'InvalidClientTokenId' || error.code === 'SignatureDoesNotMatch'
        ? new AwsError({
            code: 'AuthFailure',
            message: 'AWS was not able to validate the provided access credentials',
            status: 401,
          })
        : error;
    case 'awsQuery':
    case 'restXml':
      return error;
  }
}
