import process from 'node:process';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { errorText, UnderstudyError } from '@understudy/contract';

/**
 * The account that the environment's credentials belong to. @throws UnderstudyError AwsCallFailed
 */
export async function callerAccount(region: string): Promise<string> {
  const client = new STSClient({ region });
  try {
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}));
    if (account !== undefined) return account;
    throw new Error('the answer names no account');
  } catch (cause) {
    throw new UnderstudyError('AwsCallFailed', {
      message: `AWS${whereOf()} does not say who we are: ${errorText(cause)}`,
      hint: isUnreachable(cause)
        ? 'correct AWS_ENDPOINT_URL, or unset it to speak to AWS itself; then run the command again'
        : "sign in to AWS (e.g. 'aws sso login') or use what 'understudy env' prints, then run the command again",
      cause,
    });
  } finally {
    client.destroy();
  }
}

function whereOf(): string {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  return endpoint === undefined ? '' : ` at ${endpoint}`;
}

/** No connection, or no address at all: whoever we are cannot be what is wrong. */
function isUnreachable(error: unknown): boolean {
  if (process.env['AWS_ENDPOINT_URL'] === undefined) return false;
  const { code } = (error ?? {}) as { code?: unknown };
  return [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'ERR_INVALID_URL',
  ].includes(String(code));
}
