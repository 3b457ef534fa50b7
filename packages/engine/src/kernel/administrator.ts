/** The name of the user whose key `understudy env` tells; no other may have it. */
export const ADMINISTRATOR_NAME = 'understudy';

export function administratorArn(account: string): string {
  return `arn:aws:iam::${account}:user/${ADMINISTRATOR_NAME}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const ADMINISTRATOR_ID = 'AIDAUNDERSTUDY0000001';
